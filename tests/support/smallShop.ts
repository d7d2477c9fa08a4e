import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Urls } from '../../scripts/datastores/urls.ts';
import { openProcessManager } from '../../scripts/processes/processManager.ts';
import { ordersService } from '../../scripts/reconcile/orders.ts';
import { type Found, lasting, walk } from '../../scripts/reconcile/walk.ts';
import { environmentOf, type Parts } from '../../scripts/start/environment.ts';
import { nodeProcess } from '../../scripts/start/node-process.ts';
import { PROCESSES } from '../../scripts/start/processes.ts';
import { ensureSecrets } from '../../scripts/start/secrets.ts';
import { readSettings } from '../../scripts/start/settings.ts';
import { keepShop } from '../../scripts/test/secrets.ts';
import { ordersEnv } from '../../subgraphs/orders/env.ts';
import { seed as seedOrders } from '../../subgraphs/orders/seed.ts';
import { usersEnv } from '../../subgraphs/users/env.ts';
import { seed as seedUsers } from '../../subgraphs/users/seed.ts';
import { freeRange } from './ports.ts';
import { cache, carts, freshDatabase, freshMongo } from './stores.ts';

/** A shop of real processes on the datastores of the tests, supervised and restarted as `npm start` does. */
export type SmallShop = Readonly<{
  url: string;
  /** The first process that reaches this failpoint dies. */
  killAt(place: string): void;
  /** Whether a process has died there. */
  hasKilled(): boolean;
  /** All emails to a recipient, as sent. */
  mailsTo(email: string): readonly string[];
  /** The discrepancies that remain once the shop is idle. */
  reconcile(withinMs: number): Promise<Found>;
  stop(): Promise<void>;
}>;

const freshUrls = async (): Promise<Urls> => {
  const [users, orders, payments] = await Promise.all([
    freshDatabase('users'),
    freshDatabase('orders'),
    freshDatabase('payments'),
  ]);
  const databases = {
    USERS_DATABASE_URL: users,
    ORDERS_DATABASE_URL: orders,
    PAYMENTS_DATABASE_URL: payments,
  };
  return { ...databases, MONGODB_URL: freshMongo(), CARTS_REDIS_URL: carts(), CACHE_REDIS_URL: cache() };
};

/** The demo accounts, shipping methods and promotions. Tests create the products. */
const fill = async (parts: Parts): Promise<void> => {
  const of = (name: 'users' | 'orders') => environmentOf(name, parts);
  await Promise.all([
    seedUsers(usersEnv.parse(await of('users'))),
    seedOrders(ordersEnv.parse(await of('orders'))),
  ]);
};

const mailsIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.eml'))
        .map((name) => readFileSync(join(folder, name), 'utf8'))
    : [];

export const startSmallShop = async (env: Readonly<Record<string, string>> = {}): Promise<SmallShop> => {
  const dir = mkdtempSync(join(tmpdir(), 'plexus-shop-'));
  const plan = join(dir, 'failpoint');
  const port = await freeRange();
  const own = {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    LOG_LEVEL: 'debug',
    DATA_DIR: dir,
    PORT: String(port),
    FAILPOINT_FILE: plan,
  };
  const settings = readSettings({ ...own, ...env });
  const processes = await openProcessManager({ dir, restart: true, stableMs: 1_000 });
  const stop = async (): Promise<void> => {
    await processes.stop();
    keepShop(dir);
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const [urls, secrets] = await Promise.all([
      freshUrls(),
      ensureSecrets(join(dir, 'secrets.json'), 'development'),
    ]);
    const parts = { settings: { ...settings, dataDir: processes.dir }, urls, secrets };
    await fill(parts);
    await Promise.all(PROCESSES.map(async (name) => processes.run(await nodeProcess(name, parts))));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: settings.publicUrl,
    killAt: (place) => writeFileSync(plan, `${place}:kill`),
    hasKilled: () => !existsSync(plan),
    mailsTo: (email) => mailsIn(join(processes.dir, 'mail')).filter((mail) => mail.includes(email)),
    reconcile: async (withinMs) => {
      const orders = ordersService(own);
      return lasting(() => walk(orders), withinMs).finally(() => orders.close());
    },
    stop,
  };
};
