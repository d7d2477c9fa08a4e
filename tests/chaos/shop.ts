import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Urls } from '../../scripts/datastores/urls.ts';
import { startDatastores } from '../../scripts/datastores.ts';
import { migrate } from '../../scripts/migrate.ts';
import { openFleet } from '../../scripts/processes/fleet.ts';
import { readRun } from '../../scripts/processes/run-file.ts';
import { environmentOf } from '../../scripts/start/environment.ts';
import { nodeProcess } from '../../scripts/start/node-process.ts';
import { PROCESSES, portOf } from '../../scripts/start/processes.ts';
import { ensureSecrets } from '../../scripts/start/secrets.ts';
import { readSettings } from '../../scripts/start/settings.ts';
import { ordersEnv } from '../../subgraphs/orders/env.ts';
import { seed as seedOrders } from '../../subgraphs/orders/seed.ts';
import { usersEnv } from '../../subgraphs/users/env.ts';
import { seed as seedUsers } from '../../subgraphs/users/seed.ts';
import { freeRange } from '../support/ports.ts';

/** A shop of real processes on datastores of its own, all of which may be killed. */
export type ChaosShop = Readonly<{
  url: string;
  sandboxUrl: string;
  stripeKey: string;
  urls: Urls;
  dataDir: string;
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

export const startChaosShop = async (onMessage: (line: string) => void): Promise<ChaosShop> => {
  const dir = mkdtempSync(join(tmpdir(), 'plexus-chaos-'));
  const port = await freeRange();
  const own = {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    LOG_LEVEL: 'info',
    DATA_DIR: dir,
    PORT: String(port),
    ...IMPATIENT,
  };
  const settings = readSettings(own);
  const manager = await openFleet({ dir, restart: true, stableMs: 1_000, tell: onMessage });
  const env = { ...own, PLEXUS_VENV: process.env.PLEXUS_VENV ?? resolve('.data/venv') };
  try {
    const [{ urls }, secrets] = await Promise.all([
      startDatastores({ dir, env, fleet: manager, throwaway: false }),
      ensureSecrets(join(dir, 'secrets.json'), 'development'),
    ]);
    await migrate(urls);
    const parts = { settings: { ...settings, dataDir: manager.dir }, urls, secrets };
    const of = (name: 'users' | 'orders') => environmentOf(name, parts);
    await Promise.all([
      seedUsers(usersEnv.parse(await of('users'))),
      seedOrders(ordersEnv.parse(await of('orders'))),
    ]);
    await Promise.all(PROCESSES.map(async (name) => manager.run(await nodeProcess(name, parts))));
    return {
      url: settings.publicUrl,
      sandboxUrl: `http://127.0.0.1:${portOf('sandbox', port)}`,
      stripeKey: secrets.STRIPE_SECRET_KEY,
      urls,
      dataDir: manager.dir,
      pidOf: (name) => readRun(manager.dir)?.entries.find((entry) => entry.name === name)?.pid,
      mailsTo: (email) => filesOf(join(manager.dir, 'mail')).filter((mail) => mail.includes(email)),
      logs: () =>
        new Map(
          namesOf(join(manager.dir, 'logs')).map((name) => [
            name,
            readFileSync(join(manager.dir, 'logs', name), 'utf8'),
          ]),
        ),
      stop: async (keep) => {
        await manager.stop();
        if (!keep) rmSync(dir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await manager.stop();
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
};

const namesOf = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);
const filesOf = (folder: string): string[] =>
  namesOf(folder)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
