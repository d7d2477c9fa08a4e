import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { Client } from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { redisAnswers } from '../../scripts/datastores/answers.ts';
import type { StoreName } from '../../scripts/datastores/urls.ts';
import { type Datastores, startDatastores } from '../../scripts/datastores.ts';
import { identify } from '../../scripts/processes/identity.ts';
import { readRun } from '../../scripts/processes/run-file.ts';
import { until } from '../../scripts/processes/wait.ts';

vi.setConfig({ testTimeout: 120_000 });

const venv = process.env.PLEXUS_VENV ?? resolve('.data/venv');
const env = { PATH: process.env.PATH, NODE_ENV: 'test', PLEXUS_VENV: venv };
const folders: string[] = [];
const running: Datastores[] = [];

afterEach(async () => {
  for (const datastores of running.splice(0)) await datastores.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'plexus-test-'));
  folders.push(folder);
  return folder;
};

const start = async (
  dir: string,
  only: readonly StoreName[],
  more: Record<string, string> = {},
): Promise<Datastores> => {
  const datastores = await startDatastores({ dir, only, env: { ...env, ...more } });
  running.push(datastores);
  return datastores;
};

const inPostgres = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

const inMongo = async <T>(url: string, work: (client: MongoClient) => Promise<T>): Promise<T> => {
  const client = new MongoClient(url);
  return work(client).finally(() => client.close());
};

const inRedis = async <T>(url: string, work: (client: Redis) => Promise<T>): Promise<T> => {
  const client = new Redis(url);
  return work(client).finally(() => client.disconnect());
};

type Probe = Readonly<{
  write(datastores: Datastores): Promise<unknown>;
  read(datastores: Datastores): Promise<unknown>;
  written: unknown;
}>;

/** Each store by one small write and what is read of it. */
const PROBES: Readonly<Record<StoreName, Probe>> = {
  postgres: {
    write: ({ urls }) => inPostgres(urls.ORDERS_DATABASE_URL, 'CREATE TABLE kept AS SELECT 42 AS value'),
    read: ({ urls }) => inPostgres(urls.ORDERS_DATABASE_URL, 'SELECT value FROM kept'),
    written: [{ value: 42 }],
  },
  mongodb: {
    write: ({ urls }) =>
      inMongo(urls.MONGODB_URL, (client) => client.db().collection('kept').insertOne({ value: 42 })),
    read: ({ urls }) =>
      inMongo(urls.MONGODB_URL, (client) => client.db().collection('kept').countDocuments({ value: 42 })),
    written: 1,
  },
  redis: {
    write: ({ urls }) => inRedis(urls.CARTS_REDIS_URL, (client) => client.set('kept', '42')),
    read: ({ urls }) => inRedis(urls.CARTS_REDIS_URL, (client) => client.get('kept')),
    written: '42',
  },
};
const EACH = Object.entries(PROBES).map(([store, probe]) => ({ store: store as StoreName, ...probe }));

test.each(EACH)(
  '$store keeps its data over a stop, and leaves no process behind',
  async ({ store, write, read, written }) => {
    const dir = aFolder();
    const first = await start(dir, [store]);
    await write(first);
    const pid = first.services[store]?.pid() ?? 0;
    expect(identify(pid)).not.toBeNull();
    await first.stop();
    expect(identify(pid)).toBeNull();
    expect(readRun(dir)?.entries).toEqual([]);
    expect(await read(await start(dir, [store]))).toEqual(written);
  },
);

test.each(EACH)(
  '$store has every acknowledged write after kill -9, and comes back at the same address',
  async ({ store, write, read, written }) => {
    const datastores = await start(aFolder(), [store]);
    await write(datastores);
    await datastores.services[store]?.kill('SIGKILL');
    await datastores.services[store]?.start();
    expect(await read(datastores)).toEqual(written);
  },
);

test('the three databases of PostgreSQL are closed to each other', async () => {
  const { urls } = await start(aFolder(), ['postgres']);
  expect(await inPostgres(urls.USERS_DATABASE_URL, 'SELECT current_database() AS name')).toEqual([
    { name: 'users' },
  ]);
  const crossed = urls.USERS_DATABASE_URL.replace(/users$/, 'payments');
  await expect(inPostgres(crossed, 'SELECT 1')).rejects.toThrow(/permission denied/);
});

test('carts and cache are separate, and Redis asks for its password', async () => {
  const { urls } = await start(aFolder(), ['redis']);
  await inRedis(urls.CARTS_REDIS_URL, (client) => client.set('key', 'cart'));
  expect(await inRedis(urls.CACHE_REDIS_URL, (client) => client.get('key'))).toBeNull();
  const unsigned = urls.CARTS_REDIS_URL.replace(/:[^:@]+@/, '');
  await expect(redisAnswers(unsigned)).rejects.toThrow(/NOAUTH/);
});

/** A start of its own process, so that it can be killed without its datastores. */
const startElsewhere = async (
  dir: string,
  only: readonly StoreName[],
  then = 'setInterval(() => undefined, 1000);',
) => {
  const script = join(dir, 'start.mts');
  const module = resolve('scripts/datastores.ts');
  writeFileSync(
    script,
    `import { startDatastores } from ${JSON.stringify(module)};
const { urls } = await startDatastores({ dir: ${JSON.stringify(dir)}, only: ${JSON.stringify(only)} });
console.log(JSON.stringify(urls));
${then}`,
  );
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise((done) => child.once('exit', done));
  await Promise.race([new Promise((done) => child.stdout.once('data', done)), gone]);
  const kill = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return gone;
  };
  return { pid: child.pid, kill, gone };
};

const ALL: readonly StoreName[] = ['postgres', 'mongodb', 'redis'];

test('a start after kill -9 of the start alone ends the orphans that still run and goes on', async () => {
  const dir = aFolder();
  const before = await startElsewhere(dir, ALL);
  await before.kill('SIGKILL');
  const orphans = readRun(dir)?.entries ?? [];
  expect(orphans.map(({ name }) => name).sort()).toEqual(['mongodb', 'postgres', 'redis']);
  expect(orphans.every(({ pid }) => identify(pid))).toBe(true);
  const after = await start(dir, ALL);
  for (const { write, read, written } of EACH) {
    await write(after);
    expect(await read(after)).toEqual(written);
  }
  expect(orphans.filter(({ pid, since }) => identify(pid)?.since === since)).toEqual([]);
});

test('a start after kill -9 of everything recovers by itself', async () => {
  const dir = aFolder();
  const before = await startElsewhere(dir, ALL);
  const pids = (readRun(dir)?.entries ?? []).map(({ pid }) => pid);
  await before.kill('SIGKILL');
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  expect(existsSync(join(dir, 'postgres', 'postmaster.pid'))).toBe(true);
  const after = await start(dir, ALL);
  for (const { write } of EACH) await write(after);
});

test('a number in run.json that is by now another process is left alone', async () => {
  const dir = aFolder();
  const bystander = spawn('sleep', ['60']);
  const self = { pid: 2 ** 22, since: 'never', command: 'node' };
  const entry = {
    name: 'redis',
    kind: 'datastore',
    pid: bystander.pid,
    since: 'an earlier life',
    command: 'redis-server',
  };
  writeFileSync(join(dir, 'run.json'), JSON.stringify({ owner: self, entries: [entry] }));
  await start(dir, ['redis']);
  expect(bystander.exitCode).toBeNull();
  expect(bystander.signalCode).toBeNull();
  bystander.kill();
});

test('a start that ends without stopping takes its datastores with it', async () => {
  const dir = aFolder();
  const { gone } = await startElsewhere(dir, ALL, 'process.exit(3);');
  const entries = readRun(dir)?.entries ?? [];
  await gone;
  expect(entries).toHaveLength(3);
  expect(await until(() => entries.every(({ pid }) => !identify(pid)), 10_000)).toBe(true);
});

test('a second start from the same folder is refused in one sentence', async () => {
  const dir = aFolder();
  const { pid, kill } = await startElsewhere(dir, ['redis']);
  await expect(start(dir, ['redis'])).rejects.toThrow(
    `Plexus is already running from ${dir} (process ${pid}): stop it`,
  );
  const entry = readRun(dir)?.entries[0];
  await kill('SIGKILL');
  if (entry) process.kill(entry.pid, 'SIGKILL');
});

test('an address in the environment is taken as it is, and nothing is started', async () => {
  const { urls } = await start(aFolder(), ['redis']);
  const given = { CARTS_REDIS_URL: urls.CARTS_REDIS_URL, CACHE_REDIS_URL: urls.CACHE_REDIS_URL };
  const second = await start(aFolder(), ['redis'], given);
  expect(second.urls).toEqual(given);
  expect(second.services).toEqual({});
});

test('an address that nobody answers at is said without its password', async () => {
  const dead = 'postgresql://shop:hidden@127.0.0.1:1/users';
  const failure = await start(aFolder(), ['postgres'], { USERS_DATABASE_URL: dead }).catch(
    (error: Error) => error.message,
  );
  expect(failure).toMatch(
    /^USERS_DATABASE_URL leads to 127\.0\.0\.1:1, which does not answer \(.*\): start it, or correct USERS_DATABASE_URL\.$/,
  );
  expect(failure).not.toContain('hidden');
});

test('without Python the sentence says what to install or set', async () => {
  const nowhere = { PATH: aFolder(), PLEXUS_VENV: join(aFolder(), 'venv') };
  await expect(start(aFolder(), ['mongodb'], nowhere)).rejects.toThrow(
    /^There is no Python, .* set MONGODB_URL/,
  );
});

test('an old Python is named with its version', async () => {
  const bin = aFolder();
  writeFileSync(join(bin, 'python3'), '#!/bin/sh\necho 3.8\n', { mode: 0o755 });
  await expect(start(aFolder(), ['mongodb'], { PATH: bin, PLEXUS_VENV: join(bin, 'venv') })).rejects.toThrow(
    /^Python 3\.8 is too old/,
  );
});

test('a redis-server that is too old is passed over for the embedded one', async () => {
  const bin = aFolder();
  writeFileSync(join(bin, 'redis-server'), '#!/bin/sh\necho Redis server v=5.0.14\n', { mode: 0o755 });
  const onProgress: string[] = [];
  const path = `${bin}:${(process.env.PATH ?? '').replaceAll('/usr/bin:', '/nowhere:').replace(/\/usr\/bin$/, '/nowhere')}`;
  const datastores = await startDatastores({
    dir: aFolder(),
    only: ['redis'],
    env: { ...env, PATH: path },
    onProgress: (_, text) => onProgress.push(text),
  });
  running.push(datastores);
  expect(onProgress.at(-1)).toMatch(/^embedded Valkey 9\./);
  expect(await inRedis(datastores.urls.CARTS_REDIS_URL, (client) => client.ping())).toBe('PONG');
});

test.runIf(process.getuid?.() === 0)(
  'as root in a closed home PostgreSQL keeps its data elsewhere and says where',
  async () => {
    const home = aFolder();
    const dir = join(home, 'shop', 'data');
    mkdirSync(dir, { recursive: true });
    chmodSync(home, 0o700);
    const onProgress: string[] = [];
    const open = async () => {
      const datastores = await startDatastores({
        dir,
        only: ['postgres'],
        env,
        onProgress: (_, text) => onProgress.push(text),
      });
      running.push(datastores);
      return datastores;
    };
    const first = await open();
    const outside = readFileSync(join(dir, 'postgres.location'), 'utf8').trim();
    folders.push(outside);
    expect(onProgress[0]).toContain(`its data is in ${outside}`);
    await PROBES.postgres.write(first);
    await first.stop();
    expect(await PROBES.postgres.read(await open())).toEqual(PROBES.postgres.written);
  },
);

test('a service that is stopped while it starts leaves nothing behind', async () => {
  const dir = aFolder();
  const starting = startDatastores({
    dir,
    only: ['mongodb', 'redis'],
    env: { ...env, CARTS_REDIS_URL: 'redis://127.0.0.1:1' },
  });
  await expect(starting).rejects.toThrow(/CARTS_REDIS_URL/);
  expect(await until(() => readRun(dir)?.entries.length === 0, 5_000)).toBe(true);
});
