import { Redis } from 'ioredis';
import type { Resource } from '../../kernel/lifecycle.ts';
import type { Log } from '../../kernel/log.ts';
import { connected } from './connected.ts';

const COMMAND_MS = 500;
const CONNECT_MS = 1_000;
const LONGEST_PAUSE_MS = 2_000;

/** Redis as a cache, where there is one: a command fails at once or within half a second, and the router serves without it. */
export const cacheRedis = async (
  url: string | undefined,
  log: Log,
): Promise<{ redis: Redis | null; resource: Resource }> => {
  if (url === undefined)
    return {
      redis: null,
      resource: { name: 'cache', ready: async () => undefined, close: async () => undefined },
    };
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    commandTimeout: COMMAND_MS,
    connectTimeout: CONNECT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 100, LONGEST_PAUSE_MS),
  });
  redis.on('error', (error) => log.warn({ err: error }, 'the cache does not answer'));
  await connected(redis, 'ready');
  return {
    redis,
    resource: { name: 'cache', ready: async () => undefined, close: async () => redis.disconnect() },
  };
};
