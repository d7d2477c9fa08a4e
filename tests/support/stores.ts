import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import { inject } from 'vitest';
import { migrate } from '../../scripts/migrate.ts';

const VARIABLES = {
  users: 'USERS_DATABASE_URL',
  orders: 'ORDERS_DATABASE_URL',
  payments: 'PAYMENTS_DATABASE_URL',
} as const;

const suffix = (): string => randomBytes(5).toString('hex');

/** A new, migrated PostgreSQL database of a subgraph, for one test file alone. */
export const freshDatabase = async (name: keyof typeof VARIABLES): Promise<string> => {
  const url = new URL(inject('stores')[VARIABLES[name]]);
  const database = `${name}_${suffix()}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query(`CREATE DATABASE ${escapeIdentifier(database)}`);
  await client.end();
  url.pathname = `/${database}`;
  await migrate({ [VARIABLES[name]]: url.href });
  return url.href;
};

/** A MongoDB database of its own. */
export const freshMongo = (): string => {
  const url = new URL(inject('stores').MONGODB_URL);
  url.pathname = `/test_${suffix()}`;
  return url.href;
};

/** Redis, shared by all tests: keys contain random IDs, so tests do not conflict. */
export const carts = (): string => inject('stores').CARTS_REDIS_URL;

/** A shop itself takes 0 and 1; files that need several take 8 and more. */
const FIRST_OF_WORKERS = 4;
/** The cache database of this worker, whose files run one after the other, so that shops do not invalidate each other's entries. */
export const cache = (): string => cacheAt(FIRST_OF_WORKERS + Number(process.env.VITEST_POOL_ID ?? 0));
/** A cache with a number that no other file has. */
export const cacheAt = (database: number): string => {
  const url = new URL(inject('stores').CACHE_REDIS_URL);
  url.pathname = `/${database}`;
  return url.href;
};
