import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { identify } from './identity.ts';
import { freePort } from './ports.ts';
import { openProcessManager, type ProcessManager } from './processManager.ts';
import type { Program } from './program.ts';
import { readRun } from './run-file.ts';

const SERVER = `require('node:http').createServer((_, response) => response.end('ok')).listen(Number(process.env.PORT), '127.0.0.1');`;
const folders: string[] = [];
const fleets: ProcessManager[] = [];

afterEach(async () => {
  for (const processes of fleets.splice(0)) await processes.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const aProcessManager = async () => {
  const dir = mkdtempSync(join(tmpdir(), 'plexus-fleet-'));
  folders.push(dir);
  const messages: string[] = [];
  const processes = await openProcessManager({
    dir,
    restart: true,
    onMessage: (line) => messages.push(line),
  });
  fleets.push(processes);
  return { processes, dir, messages };
};

const program = async (code: string, more: Partial<Program> = {}): Promise<Program> => {
  const port = await freePort();
  return {
    name: 'toy',
    title: 'The toy',
    kind: 'process',
    command: process.execPath,
    args: ['-e', code],
    env: { PORT: String(port) },
    cwd: '/',
    ready: async () => (await fetch(`http://127.0.0.1:${port}`)).ok,
    readyWithin: 10_000,
    stopSignal: 'SIGTERM',
    stopWithin: 5_000,
    ...more,
  };
};

test('what dies is started again, and both are said', async () => {
  const { processes, messages } = await aProcessManager();
  const toy = await processes.run(await program(SERVER));
  const first = toy.pid();
  await toy.kill('SIGKILL');
  await vi.waitUntil(() => messages.length === 2, { timeout: 10_000 });
  expect(messages).toEqual([
    'The toy stopped (signal SIGKILL); starting it again in 0.5 s',
    'The toy is running again',
  ]);
  expect(toy.pid()).not.toBe(first);
});

test('C04: a list of processes and a log that cannot be written stop nothing, are reported once, and are written again later', async () => {
  const { processes, dir, messages } = await aProcessManager();
  const toy = await processes.run(await program(SERVER));
  const inTheWay = join(dir, 'run.json.next');
  mkdirSync(inTheWay);
  rmSync(join(dir, 'logs'), { recursive: true });
  writeFileSync(join(dir, 'logs'), '');
  await toy.kill('SIGKILL');
  await vi.waitUntil(() => messages.includes('The toy is running again'), { timeout: 10_000 });
  expect(
    messages.filter((line) =>
      line.startsWith('The list of running processes cannot be written; Plexus goes on.'),
    ),
  ).toHaveLength(1);
  expect(messages.filter((line) => line.startsWith('The toy runs without its log.'))).toHaveLength(1);
  rmdirSync(inTheWay);
  await vi.waitUntil(() => messages.includes('The list of running processes is written again'), {
    timeout: 10_000,
  });
  expect(readRun(dir)?.entries.map((entry) => entry.pid)).toEqual([toy.pid()]);
});

test('R42: a program that dies at once again and again waits longer each time', async () => {
  const { processes, messages } = await aProcessManager();
  const toy = await processes.run(await program(SERVER));
  for (const restarts of [1, 2]) {
    await toy.kill('SIGKILL');
    await vi.waitUntil(
      () => messages.filter((line) => line === 'The toy is running again').length === restarts,
      {
        timeout: 20_000,
      },
    );
  }
  expect(
    messages.filter((line) => line.includes('starting it again')).map((line) => line.split('again in ')[1]),
  ).toEqual(['0.5 s', '1 s']);
});

test('what is stopped stays so, and is no longer in run.json', async () => {
  const { processes, dir, messages } = await aProcessManager();
  const toy = await processes.run(await program(SERVER));
  const pid = toy.pid() ?? 0;
  expect(readRun(dir)?.entries.map((entry) => entry.pid)).toEqual([pid]);
  await processes.stop();
  expect(identify(pid)).toBeNull();
  expect(readRun(dir)?.entries).toEqual([]);
  expect(messages).toEqual([]);
});

test('what does not listen to a signal is ended after its time', async () => {
  const { processes } = await aProcessManager();
  const toy = await processes.run(
    await program(`process.on('SIGTERM', () => undefined);${SERVER}`, { stopWithin: 300 }),
  );
  const pid = toy.pid() ?? 0;
  await processes.stop();
  expect(identify(pid)).toBeNull();
});

test('the edge is stopped before what it needs, and the datastores last', async () => {
  const { processes, dir } = await aProcessManager();
  const noted = join(dir, 'order');
  const noting = (name: string): string =>
    `process.on('SIGTERM', () => { require('node:fs').appendFileSync(${JSON.stringify(noted)}, '${name} '); process.exit(); });${SERVER}`;
  await processes.run(await program(noting('store'), { name: 'redis', kind: 'datastore' }));
  await processes.run(await program(noting('users'), { name: 'users' }));
  await processes.run(await program(noting('router'), { name: 'router' }));
  await processes.stop();
  expect(readFileSync(noted, 'utf8')).toBe('router users store ');
});

test('what ends while it starts is one sentence with its last words', async () => {
  const { processes, dir } = await aProcessManager();
  const wrong = await program(`console.log(JSON.stringify({ msg: 'no database' })); process.exit(3);`);
  await expect(processes.run(wrong)).rejects.toThrow(
    `The toy stopped as soon as it was started (no database): see ${join(dir, 'logs', 'toy.log')}.`,
  );
});

test('what does not answer in time is one sentence, and is ended', async () => {
  const { processes, dir } = await aProcessManager();
  await expect(
    processes.run(await program('setInterval(() => undefined, 1000)', { readyWithin: 300 })),
  ).rejects.toThrow('The toy did not answer within 0.3 s');
  expect(readRun(dir)?.entries).toEqual([]);
});

test('a program that is not there is one sentence', async () => {
  const { processes } = await aProcessManager();
  await expect(processes.run(await program('', { command: '/no/such/program' }))).rejects.toThrow(
    'The toy cannot be run (ENOENT for /no/such/program)',
  );
});

test('a stop in the middle of a start ends what was starting', async () => {
  const { processes, dir } = await aProcessManager();
  const starting = processes.run(await program('setInterval(() => undefined, 1000)'));
  const refused = expect(starting).rejects.toThrow('The toy was stopped.');
  await vi.waitUntil(() => (readRun(dir)?.entries.length ?? 0) > 0);
  await processes.stop();
  await refused;
  expect(readRun(dir)?.entries).toEqual([]);
});

test.each([
  ['/proc/nothing/here', 'the system does not let it be made'],
  ['/etc/hostname/data', 'it is a file'],
])('a data folder that cannot be is one sentence: %s', async (dir, why) => {
  await expect(openProcessManager({ dir })).rejects.toThrow(
    `${dir} cannot hold the data (${why}): correct that, or choose another folder with DATA_DIR.`,
  );
});

test('a log that has grown big is kept as .1 when its program starts again', async () => {
  const { processes, dir } = await aProcessManager();
  const toy = await processes.run(await program(SERVER));
  const log = join(dir, 'logs', 'toy.log');
  writeFileSync(log, 'x'.repeat(9 * 1024 * 1024));
  await toy.stop();
  await toy.start();
  expect(readFileSync(`${log}.1`).length).toBe(9 * 1024 * 1024);
});
