export type StoreName = 'postgres' | 'mongodb' | 'redis';

/** Which variables lead to which store. */
export const STORES = {
  postgres: ['USERS_DATABASE_URL', 'ORDERS_DATABASE_URL', 'PAYMENTS_DATABASE_URL'],
  mongodb: ['MONGODB_URL'],
  redis: ['CARTS_REDIS_URL', 'CACHE_REDIS_URL'],
} as const satisfies Record<StoreName, readonly string[]>;

export type UrlName = (typeof STORES)[StoreName][number];
export type Urls = Readonly<Record<UrlName, string>>;

/** The database of a PostgreSQL variable: USERS_DATABASE_URL leads to `users`. */
export const databaseOf = (name: UrlName): string => name.slice(0, name.indexOf('_')).toLowerCase();
