import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { aFolder, sdk, until } from './support.ts';

/** The sandbox as its own process, on a port that the system picks. */
const start = async (
  dataDir: string,
  env: Record<string, string> = {},
): Promise<{ child: ChildProcess; output: string[] }> => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
    env: { PATH: process.env.PATH ?? '', PORT: '0', DATA_DIR: dataDir, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  return { child, output };
};

const listening = async (output: string[]): Promise<{ url: string }> => {
  const port = await until(
    'it to listen',
    () => /"port":(\d+)/.exec(output.join(''))?.[1],
    Date.now() + 60_000,
  );
  return { url: `http://127.0.0.1:${port}` };
};

test('every acknowledged request survives kill -9', { timeout: 90_000 }, async () => {
  const dataDir = await aFolder();
  const first = await start(dataDir);
  const stripe = sdk(await listening(first.output));
  const made = await Promise.all(
    Array.from({ length: 30 }, (_, at) =>
      stripe.paymentIntents.create({ amount: 100 + at, currency: 'eur' }),
    ),
  );
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');

  const second = await start(dataDir);
  const { data } = await sdk(await listening(second.output)).paymentIntents.list({ limit: 100 });
  expect(data.map(({ id }) => id).sort()).toEqual(made.map(({ id }) => id).sort());
  expect(first.output.join('')).not.toContain('_secret_');

  second.child.kill('SIGTERM');
  expect((await once(second.child, 'exit'))[0]).toBe(0);
});

test('it does not start in production', { timeout: 90_000 }, async () => {
  const { child, output } = await start(await aFolder(), { NODE_ENV: 'production' });
  expect((await once(child, 'exit'))[0]).toBe(1);
  expect(output.join('')).toContain('never runs in production');
});
