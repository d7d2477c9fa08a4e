import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Running } from '../../kernel/lifecycle.ts';
import { openLogFile } from '../../scripts/test/secrets.ts';
import { until } from './client.ts';

/** A service as a separate process, whose clock a test can change. */
export type Process = Running & Readonly<{ turn(aheadMs: number): Promise<void>; exitCode(): number | null }>;

const UP_MS = 90_000;

/** Starts the built output of a main file, and waits until it is ready. */
export const startProcess = async (main: string, env: Readonly<Record<string, string>>): Promise<Process> => {
  const log = openLogFile(main.split('/').at(-1) ?? main);
  const child = spawn(process.execPath, ['--import', './tests/support/clock.mjs', `dist/${main}/main.js`], {
    env: { PATH: process.env.PATH, ...env, LOG_LEVEL: 'debug' },
    stdio: ['ignore', log, log, 'ipc'],
  });
  const url = `http://127.0.0.1:${env.PORT}`;
  await until(`${main} to be ready`, () => isReady(url, child), UP_MS).catch(async (error: unknown) => {
    await end(child, 'SIGKILL');
    throw error;
  });
  const turn = async (aheadMs: number): Promise<void> => {
    const turned = once(child, 'message');
    child.send({ aheadMs });
    await turned;
  };
  return { url, turn, exitCode: () => child.exitCode, stop: () => end(child, 'SIGTERM') };
};

const isReady = async (url: string, child: ChildProcess): Promise<boolean> => {
  if (child.exitCode !== null) throw new Error(`the process ended with ${child.exitCode}; is dist/ there?`);
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
};

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
};
