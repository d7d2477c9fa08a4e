import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { keepShop } from '../../scripts/test/secrets.ts';
import { freeRange } from './ports.ts';

/** A whole shop of real processes, as `npm start` runs it, with its own data folder. */
export type Shop = Readonly<{
  url: string;
  port: number;
  dataDir: string;
  /** The process of `npm start` itself. */
  child: ChildProcess;
  /** What it has printed so far. */
  output(): string;
  /** Stops it as Ctrl-C does, and keeps its data. */
  stop(): Promise<number | null>;
  /** Removes its data. */
  remove(): void;
}>;

type Options = Readonly<{ dataDir?: string; port?: number; env?: NodeJS.ProcessEnv; within?: number }>;

const STORES = /_DATABASE_URL$|_REDIS_URL$|^MONGODB_URL$|^STRIPE_/;
const READY = 'Plexus is ready';

const own = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !STORES.test(name) && !name.startsWith('VITEST')),
  );

/** Starts a shop and waits until it prints that it is ready. */
export const startShop = async ({
  dataDir,
  port,
  env = {},
  within = 180_000,
}: Options = {}): Promise<Shop> => {
  const data = dataDir ?? mkdtempSync(join(tmpdir(), 'plexus-shop-'));
  const at = port ?? (await freeRange());
  const child = spawn(process.execPath, ['dist/scripts/start.js'], {
    env: {
      ...own(),
      NODE_ENV: 'development',
      LOG_LEVEL: 'debug',
      PLEXUS_VENV: resolve('.data/venv'),
      DATA_DIR: data,
      PORT: String(at),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      printed += chunk;
    });
  }
  await readyOrGone(child, () => printed, within);
  return {
    url: `http://127.0.0.1:${at}`,
    port: at,
    dataDir: data,
    child,
    output: () => printed,
    stop: () => end(child, 'SIGINT'),
    remove: () => {
      keepShop(data);
      rmSync(data, { recursive: true, force: true });
    },
  };
};

const readyOrGone = (child: ChildProcess, printed: () => string, within: number): Promise<void> =>
  new Promise((done, fail) => {
    const give = (message: string) => fail(new Error(`${message}:\n${printed()}`));
    const timer = setTimeout(give, within, `not ready in ${within} ms`);
    const look = (): void => {
      if (!printed().includes(READY)) return;
      clearTimeout(timer);
      done();
    };
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', look);
    child.once('exit', (code) => {
      clearTimeout(timer);
      give(`ended with ${code}`);
    });
  });

/** Sends a signal, waits for the process to end and returns the exit code. */
export const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> => {
  if (child.exitCode !== null) return child.exitCode;
  const gone = once(child, 'exit') as Promise<[number | null]>;
  child.kill(signal);
  return (await gone)[0];
};
