import { join } from 'node:path';
import { ROOT } from '../processes/root.ts';

export const SUBGRAPHS = ['users', 'products', 'carts', 'orders', 'payments'] as const;
/** Those that call each other, each with a key of its own. */
export const SERVICES = ['router', ...SUBGRAPHS] as const;
export const PROCESSES = ['sandbox', ...SUBGRAPHS, 'router'] as const;

export type ServiceName = (typeof SERVICES)[number];
export type ProcessName = (typeof PROCESSES)[number];

const SANDBOX_OFFSET = 10;
const METRICS_OFFSET = 11;

/** The router has the first port, the subgraphs the next five, the sandbox the tenth after it. */
export const portOf = (name: ProcessName, first: number): number =>
  name === 'sandbox' ? first + SANDBOX_OFFSET : first + SERVICES.indexOf(name);

/** The metrics of each process have a port of their own, in the same order: after the sandbox's, the router's first. */
export const metricsPortOf = (name: ProcessName, first: number): number =>
  first + METRICS_OFFSET + (name === 'sandbox' ? SERVICES.length : SERVICES.indexOf(name));

/** How many ports a shop takes, from its first on. */
export const PORTS = METRICS_OFFSET + PROCESSES.length;
export const LAST_PORT = 65_536 - PORTS;

/** Its folder, of the sources as of the build. */
export const folderOf = (name: ProcessName): string =>
  (SUBGRAPHS as readonly string[]).includes(name) ? join('subgraphs', name) : name;

export const mainOf = (name: ProcessName): string => join(ROOT, 'dist', folderOf(name), 'main.js');

export const TITLES: Readonly<Record<ProcessName, string>> = {
  sandbox: 'Stripe sandbox',
  users: 'Users',
  products: 'Products',
  carts: 'Carts',
  orders: 'Orders',
  payments: 'Payments',
  router: 'Router',
};
