import { Redis } from 'ioredis';
import { cacheAt } from '../support/stores.ts';
import { type Reply, startWorld, type World } from './fixtures.ts';

/** A world over an empty cache, which its file has for itself. */
export const startCachedWorld = async (database: number): Promise<World & Readonly<{ redis: Redis }>> => {
  const redis = new Redis(cacheAt(database));
  await redis.flushdb();
  const world = await startWorld({ CACHE_REDIS_URL: cacheAt(database) });
  const stop = async (): Promise<void> => {
    await world.stop();
    redis.disconnect();
  };
  return { ...world, redis, stop };
};

/** What the response cache did for a request. */
export const cacheOf = ({ headers }: Reply): string | null => headers.get('x-cache');
export const product = (id: string): string => `{ product(id: "${id}") { id title } }`;
