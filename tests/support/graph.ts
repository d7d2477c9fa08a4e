import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Running } from '../../kernel/lifecycle.ts';
import { createLog, type Log } from '../../kernel/log.ts';
import { routerEnv } from '../../router/env.ts';
import { start as startRouter } from '../../router/start.ts';
import { startSandbox } from '../../sandbox/server.http.ts';
import { folderOf } from '../../scripts/start/processes.ts';
import { noteEnvironment } from '../../scripts/test/secrets.ts';
import { cartsEnv } from '../../subgraphs/carts/env.ts';
import { start as startCarts } from '../../subgraphs/carts/start.ts';
import { ordersEnv } from '../../subgraphs/orders/env.ts';
import { start as startOrders } from '../../subgraphs/orders/start.ts';
import { paymentsEnv } from '../../subgraphs/payments/env.ts';
import { start as startPayments } from '../../subgraphs/payments/start.ts';
import { productsEnv } from '../../subgraphs/products/env.ts';
import { start as startProducts } from '../../subgraphs/products/start.ts';
import { usersEnv } from '../../subgraphs/users/env.ts';
import { start as startUsers } from '../../subgraphs/users/start.ts';
import { balance } from './balancer.ts';
import { makeKeys } from './keys.ts';
import { freePort } from './ports.ts';
import { startProcess } from './process.ts';
import { cache, carts, freshDatabase, freshMongo } from './stores.ts';

/** The composed graph in this process: five subgraphs, the router with its real planner, the sandbox, datastores of its own. */
export type Graph = Readonly<{
  url: string;
  dataDir: string;
  /** The environment of one of its processes, to start it once more or to seed its store. */
  envOf(name: Name): Readonly<Record<string, string>>;
  /** Starts a process that was left out, or another copy at its own port. */
  run(name: Name, port?: number, more?: Readonly<Record<string, string>>): Promise<Running>;
  stop(): Promise<void>;
}>;

const NAMES = ['router', 'users', 'products', 'carts', 'orders', 'payments'] as const;
type Name = (typeof NAMES)[number];

const STARTS: Readonly<Record<Name, (env: NodeJS.ProcessEnv, log: Log) => Promise<Running>>> = {
  users: (env, log) => startUsers(usersEnv.parse(env), log),
  products: (env, log) => startProducts(productsEnv.parse(env), log),
  carts: (env, log) => startCarts(cartsEnv.parse(env), log),
  orders: (env, log) => startOrders(ordersEnv.parse(env), log),
  payments: (env, log) => startPayments(paymentsEnv.parse(env), log),
  router: (env, log) => startRouter(routerEnv.parse(env), log),
};

const secret = (): string => randomBytes(32).toString('base64url');

/** What all processes of one graph share. */
const environment = async (
  ports: Readonly<Record<Name, number>>,
  dataDir: string,
): Promise<Record<string, string>> => {
  const [users, orders, payments] = await Promise.all([
    freshDatabase('users'),
    freshDatabase('orders'),
    freshDatabase('payments'),
  ]);
  const address = (name: Name): string => `http://127.0.0.1:${ports[name]}`;
  return {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATA_DIR: dataDir,
    PUBLIC_URL: address('router'),
    ...Object.fromEntries(NAMES.map((name) => [`${name.toUpperCase()}_URL`, `${address(name)}/graphql`])),
    USERS_DATABASE_URL: users,
    ORDERS_DATABASE_URL: orders,
    PAYMENTS_DATABASE_URL: payments,
    MONGODB_URL: freshMongo(),
    CARTS_REDIS_URL: carts(),
    CACHE_REDIS_URL: cache(),
    TOKEN_KEY_SECRET: secret(),
    LINK_SECRET: secret(),
    STRIPE_SECRET_KEY: `sk_test_${secret()}`,
    STRIPE_WEBHOOK_SECRET: `whsec_${secret()}`,
  };
};

type Options = Readonly<{
  /** Starts only these; the others are down. */
  only?: readonly Name[];
  /** How many servers of a kind share its address. */
  copies?: Partial<Record<Name, number>>;
  /** Which of them run as separate processes, from the output of `npm run build`. */
  processes?: readonly Name[];
  /** Changes what they share, its addresses for instance. */
  rewire?(shared: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>>;
}>;

type Stoppable = Readonly<{ stop(): Promise<void> }>;

/** One server at the port, or several behind it. */
const runCopies = async (
  port: number,
  count: number,
  run: (port: number) => Promise<Running>,
): Promise<Stoppable[]> => {
  if (count === 1) return [await run(port)];
  const ports = await Promise.all(Array.from({ length: count }, () => freePort()));
  const servers = await Promise.all(ports.map(run));
  const balancer = await balance(port, ports);
  return [{ stop: () => balancer.close() }, ...servers];
};

/** Starts a graph of its own. */
export const startGraph = async ({
  only = NAMES,
  copies = {},
  processes = [],
  rewire,
}: Options = {}): Promise<Graph> => {
  const numbers = await Promise.all(NAMES.map(() => freePort()));
  const ports = Object.fromEntries(NAMES.map((name, i) => [name, numbers[i]])) as Record<Name, number>;
  const dataDir = mkdtempSync(join(tmpdir(), 'plexus-graph-'));
  const made = await environment(ports, dataDir);
  const shared = { ...made, ...(await rewire?.(made)) };
  noteEnvironment(shared);
  const keys = await makeKeys();
  const sandbox = await startSandbox({
    dataDir,
    webhookUrl: `http://127.0.0.1:${ports.payments}/webhooks/stripe`,
    webhookSecret: shared.STRIPE_WEBHOOK_SECRET ?? '',
  });
  const envOf = (name: Name) => ({
    ...shared,
    STRIPE_API_URL: sandbox.url,
    STRIPE_REQUESTS_PER_SECOND: '1000',
    SERVICE_PUBLIC_KEYS: JSON.stringify(keys.publicKeys),
    SERVICE_PRIVATE_KEY: JSON.stringify(keys.privateOf(name)),
    PORT: String(ports[name]),
  });
  const run = (name: Name, port: number, more: Readonly<Record<string, string>> = {}): Promise<Running> => {
    const env = { ...envOf(name), ...more, PORT: String(port) };
    return processes.includes(name)
      ? startProcess(folderOf(name), env)
      : STARTS[name](env, createLog(name, 'silent'));
  };
  const running = (
    await Promise.all(
      only.map((name) => runCopies(ports[name], copies[name] ?? 1, (port) => run(name, port))),
    )
  ).flat();
  return {
    url: `http://127.0.0.1:${ports.router}`,
    dataDir,
    envOf,
    run: (name, port = ports[name], more = {}) => run(name, port, more),
    stop: async () => {
      await Promise.all(running.map((each) => each.stop()));
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
