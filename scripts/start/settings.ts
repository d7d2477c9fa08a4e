import { resolve } from 'node:path';
import { Problem } from '../processes/problem.ts';
import type { Environment } from '../processes/program.ts';
import { LAST_PORT, PORTS } from './processes.ts';

/** What the person who starts the shop decides. */
export type Settings = Readonly<{
  env: Environment;
  dataDir: string;
  port: number;
  /** Where the router and the sandbox listen; the subgraphs are for this machine alone. */
  host: string;
  publicUrl: string;
  isProduction: boolean;
  /** Whether payments talks to the sandbox, because there is no account at Stripe. */
  hasSandbox: boolean;
}>;

const DEFAULT_PORT = '4000';

const readPort = (text: string): number => {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port <= LAST_PORT) return port;
  throw new Problem(
    `PORT is "${text}": give a number from 1 to ${LAST_PORT}, for the ${PORTS - 1} ports after it are used too.`,
  );
};

/** The address that reaches the router from this machine. */
export const reachable = (host: string): string =>
  host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;

export const readSettings = (env: Environment): Settings => {
  const port = readPort(env.PORT || DEFAULT_PORT);
  const host = env.HOST || '127.0.0.1';
  const isProduction = env.NODE_ENV === 'production';
  const hasSandbox = !env.STRIPE_SECRET_KEY;
  if (!hasSandbox && !env.STRIPE_WEBHOOK_SECRET)
    throw new Problem(
      'STRIPE_SECRET_KEY is set and STRIPE_WEBHOOK_SECRET is not: give the signing secret of the endpoint /webhooks/stripe at Stripe too.',
    );
  return {
    env,
    dataDir: resolve(env.DATA_DIR || '.data'),
    port,
    host,
    publicUrl: env.PUBLIC_URL || `http://${reachable(host)}:${port}`,
    isProduction,
    hasSandbox,
  };
};
