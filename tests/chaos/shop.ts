import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Urls } from '../../scripts/datastores/urls.ts';
import { startDatastores } from '../../scripts/datastores.ts';
import { migrate } from '../../scripts/migrate.ts';
import { openProcessManager, type ProcessManager } from '../../scripts/processes/processManager.ts';
import type { Program } from '../../scripts/processes/program.ts';
import { readRun } from '../../scripts/processes/run-file.ts';
import { environmentOf, type Parts } from '../../scripts/start/environment.ts';
import { nodeProcess } from '../../scripts/start/node-process.ts';
import { PROCESSES, portOf } from '../../scripts/start/processes.ts';
import { ensureSecrets } from '../../scripts/start/secrets.ts';
import { readSettings } from '../../scripts/start/settings.ts';
import { ordersEnv } from '../../subgraphs/orders/env.ts';
import { seed as seedOrders } from '../../subgraphs/orders/seed.ts';
import { usersEnv } from '../../subgraphs/users/env.ts';
import { seed as seedUsers } from '../../subgraphs/users/seed.ts';
import { freeRange } from '../support/ports.ts';
import { openWires, type Wires } from './wires.ts';

/** A shop of real processes on datastores of its own, all of which may be killed. */
export type ChaosShop = Readonly<{
  url: string;
  sandboxUrl: string;
  stripeKey: string;
  urls: Urls;
  dataDir: string;
  /** The connections between processes, datastores and the provider. */
  wires: Wires;
  /** Sets the clock of a process ahead, or behind. */
  skew(name: string, aheadMs: number): void;
  /** The id of a running process or datastore; undefined while it is down. */
  pidOf(name: string): number | undefined;
  /** All mails to somebody. */
  mailsTo(email: string): readonly string[];
  /** What the processes have logged so far, by file. */
  logs(): ReadonlyMap<string, string>;
  /** Ends all of it. Its data stay if they are to be kept. */
  stop(keep: boolean): Promise<void>;
}>;

/** Shorter times than a shop has, so that what is left over comes to its end within a minute. */
const IMPATIENT = {
  CHECKOUT_HOLD_SECONDS: '15',
  JOBS_RESCUE_MS: '500',
  STRIPE_TIMEOUT_MS: '1500',
  STOP_NOTICE_MS: '0',
};

/** Its own processes whose clocks may differ. */
export const CLOCKS = ['users', 'products', 'carts', 'orders', 'payments', 'router'] as const;
const CLOCK = pathToFileURL(resolve('tests/support/clock.mjs')).href;

/** Starts it, unless it is told to stop meanwhile. */
export const startChaosShop = async (
  onMessage: (line: string) => void,
  signal: AbortSignal,
): Promise<ChaosShop> => {
  const dir = mkdtempSync(join(tmpdir(), 'plexus-chaos-'));
  const wires = openWires();
  const remove = (): void => rmSync(dir, { recursive: true, force: true });
  try {
    return await startIn(dir, wires, onMessage, signal);
  } catch (error) {
    await wires.close();
    remove();
    throw signal.aborted ? signal.reason : error;
  }
};

const startIn = async (
  dir: string,
  wires: Wires,
  onMessage: (line: string) => void,
  signal: AbortSignal,
): Promise<ChaosShop> => {
  const port = await freeRange();
  const own = ownEnvironment(dir, port);
  const manager = await openProcessManager({ dir, restart: true, stableMs: 1_000, onMessage: onMessage });
  const stopEarly = (): void => void manager.stop();
  signal.addEventListener('abort', stopEarly);
  try {
    signal.throwIfAborted();
    const { urls, secrets } = await startProcesses(own, manager, wires);
    return {
      url: readSettings(own).publicUrl,
      sandboxUrl: `http://127.0.0.1:${portOf('sandbox', port)}`,
      stripeKey: secrets.STRIPE_SECRET_KEY,
      urls,
      dataDir: manager.dir,
      wires,
      skew: (name, aheadMs) => writeFileSync(join(manager.dir, CLOCK_FILES, name), String(aheadMs)),
      pidOf: (name) => readRun(manager.dir)?.entries.find((entry) => entry.name === name)?.pid,
      mailsTo: (email) => filesOf(join(manager.dir, 'mail')).filter((mail) => mail.includes(email)),
      logs: () => logsIn(join(manager.dir, 'logs')),
      stop: async (keep) => {
        await manager.stop();
        await wires.close();
        if (!keep) rmSync(dir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await manager.stop();
    throw error;
  } finally {
    signal.removeEventListener('abort', stopEarly);
  }
};

const ownEnvironment = (dir: string, port: number) => ({
  PATH: process.env.PATH,
  NODE_ENV: 'test',
  LOG_LEVEL: 'info',
  DATA_DIR: dir,
  PORT: String(port),
  ...IMPATIENT,
});

const CLOCK_FILES = 'clocks';

/** Datastores, what they hold at the beginning, and the shop's own processes. */
const startProcesses = async (
  own: NodeJS.ProcessEnv & { DATA_DIR: string },
  manager: ProcessManager,
  wires: Wires,
): Promise<Pick<Parts, 'urls' | 'secrets'>> => {
  const { dir } = manager;
  const env = { ...own, PLEXUS_VENV: process.env.PLEXUS_VENV ?? resolve('.data/venv') };
  const [{ urls }, secrets] = await Promise.all([
    startDatastores({ dir: own.DATA_DIR, env, processes: manager, throwaway: false }),
    ensureSecrets(join(own.DATA_DIR, 'secrets.json'), 'development'),
  ]);
  await migrate(urls);
  const parts = { settings: { ...readSettings(own), dataDir: dir }, urls, secrets };
  const of = (name: 'users' | 'orders') => environmentOf(name, parts);
  await Promise.all([
    seedUsers(usersEnv.parse(await of('users'))),
    seedOrders(ordersEnv.parse(await of('orders'))),
  ]);
  const clocks = join(dir, CLOCK_FILES);
  mkdirSync(clocks);
  await Promise.all(PROCESSES.map(async (name) => manager.run(await wired(name, parts, wires, clocks))));
  return { urls, secrets };
};

/** A process that reaches all others through wires, and whose clock follows a file. */
const wired = async (
  name: (typeof PROCESSES)[number],
  parts: Parts,
  wires: Wires,
  clocks: string,
): Promise<Program> => {
  const program = await nodeProcess(name, parts);
  const addresses = Object.entries(program.env).filter(([variable]) => ADDRESS.test(variable));
  const through = await Promise.all(
    addresses.map(async ([variable, address = '']) => [
      variable,
      await wires.through(serverOf(variable), address),
    ]),
  );
  return {
    ...program,
    args: ['--import', CLOCK, ...program.args],
    env: { ...program.env, ...Object.fromEntries(through), CLOCK_FILE: join(clocks, name) },
  };
};
const ADDRESS =
  /_DATABASE_URL$|_REDIS_URL$|^MONGODB_URL$|^STRIPE_API_URL$|^(?:USERS|PRODUCTS|CARTS|ORDERS|PAYMENTS)_URL$/;
const serverOf = (variable: string): string =>
  variable.endsWith('_DATABASE_URL')
    ? 'postgres'
    : variable
        .replace(/^STRIPE_API_URL$/, 'sandbox')
        .replace(/_URL$/, '')
        .toLowerCase();

const logsIn = (folder: string): ReadonlyMap<string, string> =>
  new Map(namesOf(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
const namesOf = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);
const filesOf = (folder: string): string[] =>
  namesOf(folder)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
