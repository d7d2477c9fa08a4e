import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tokenSigner } from '../../kernel/tokens.ts';
import { openLogFile } from '../../scripts/test/secrets.ts';
import { staff } from './catalogue.ts';
import { bearer, must, until } from './client.ts';
import { type Keys, makeKeys } from './keys.ts';
import { freePort } from './ports.ts';

type Lines = readonly Readonly<{ variantId: string; quantity: number }>[];

const RESERVE = `mutation ($orderId: ID!, $lines: [StockLineInput!]!, $expiresAt: DateTime!) {
  stockReserve(orderId: $orderId, lines: $lines, expiresAt: $expiresAt) { reserved shortages { variantId wanted available } } }`;
const COMMIT = 'mutation ($orderId: ID!) { stockCommit(orderId: $orderId) { committed } }';
const RELEASE = 'mutation ($orderId: ID!) { stockRelease(orderId: $orderId) { released } }';
const RETURN = `mutation ($orderId: ID!, $lines: [StockLineInput!]!, $key: String!) {
  stockReturn(orderId: $orderId, lines: $lines, idempotencyKey: $key) { returned } }`;

/** The built products service as a separate process, called as the orders service calls it. */
export const startProducts = async (mongo: string, failpoint = '') => {
  const [keys, port] = [await makeKeys(), await freePort()];
  const log = openLogFile('products');
  const child = spawn(process.execPath, ['dist/subgraphs/products/main.js'], {
    env: environment(keys, port, mongo, failpoint),
    stdio: ['ignore', log, log],
  });
  const url = `http://127.0.0.1:${port}`;
  await until('products to be ready', () => isReady(url, child), 100_000).catch(async (error: unknown) => {
    await stop(child);
    throw error;
  });
  const orders = tokenSigner(keys.privateOf('orders'));
  const send = async <Data>(query: string, variables: object): Promise<Data> =>
    must<Data>(url, query, variables, bearer(await orders.service('products', null)));
  /** Retries after a timeout, as the orders service does. */
  const ask = <Data>(query: string, variables: object): Promise<Data> =>
    until(
      'products to answer',
      () =>
        send<Data>(query, variables).catch((error: unknown) => {
          if (!String(error).includes('SERVICE_UNAVAILABLE')) throw error;
          return null;
        }),
      100_000,
    );
  const askAsStaff = async (query: string, variables: object) =>
    must(
      url,
      query,
      variables,
      bearer(await tokenSigner(keys.privateOf('router')).viewer(staff, 'products')),
    );
  return {
    stockReserve: async (orderId: string, lines: Lines, expiresAt: Date) =>
      (
        await ask<{ stockReserve: { reserved: boolean } }>(RESERVE, {
          orderId,
          lines,
          expiresAt: expiresAt.toISOString(),
        })
      ).stockReserve,
    stockCommit: async (orderId: string) =>
      (await ask<{ stockCommit: { committed: boolean } }>(COMMIT, { orderId })).stockCommit,
    stockRelease: async (orderId: string) =>
      (await ask<{ stockRelease: { released: boolean } }>(RELEASE, { orderId })).stockRelease,
    stockReturn: async (orderId: string, lines: Lines, key: string) =>
      (await ask<{ stockReturn: { returned: boolean } }>(RETURN, { orderId, lines, key })).stockReturn,
    reviewHide: (id: string) =>
      askAsStaff('mutation ($id: ID!) { reviewHide(id: $id, reason: "test") { userErrors { code } } }', {
        id,
      }),
    productArchive: (id: string) =>
      askAsStaff('mutation ($id: ID!) { productArchive(id: $id) { userErrors { code } } }', { id }),
    /** Waits until its failpoint has ended it. */
    hasDied: () => until('products to die', async () => child.signalCode === 'SIGKILL'),
    stop: () => stop(child),
  };
};
export type ProductsProcess = Awaited<ReturnType<typeof startProducts>>;

const isReady = (url: string, child: ChildProcess): Promise<boolean> => {
  if (child.exitCode !== null) throw new Error('products ended before it was ready');
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
};

const environment = (keys: Keys, port: number, mongo: string, failpoint: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  NODE_ENV: 'test',
  LOG_LEVEL: 'debug',
  PORT: String(port),
  FAILPOINT: failpoint,
  DATA_DIR: mkdtempSync(join(tmpdir(), 'plexus-products-')),
  PUBLIC_URL: 'http://shop.test',
  SERVICE_PRIVATE_KEY: JSON.stringify(keys.privateOf('products')),
  SERVICE_PUBLIC_KEYS: JSON.stringify(keys.publicKeys),
  MONGODB_URL: mongo,
  ORDERS_URL: 'http://127.0.0.1:9/graphql',
  USERS_URL: 'http://127.0.0.1:9/graphql',
});

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};
