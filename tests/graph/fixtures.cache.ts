import { Redis } from 'ioredis';
import { inject } from 'vitest';
import type { Reply } from './fixtures.ts';

/** A database of the tests' Redis: each file has one of its own. */
export const cacheUrl = (database: number): string => {
  const url = new URL(inject('stores').CACHE_REDIS_URL);
  url.pathname = `/${database}`;
  return url.href;
};

export const emptyRedis = async (database: number): Promise<Redis> => {
  const redis = new Redis(cacheUrl(database));
  await redis.flushdb();
  return redis;
};

/** What the response cache did for a request. */
export const cacheOf = ({ headers }: Reply): string | null => headers.get('x-cache');
export const product = (id: string): string => `{ product(id: "${id}") { id title } }`;
