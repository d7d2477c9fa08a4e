import { Redis } from 'ioredis';
import type { Resource } from './lifecycle.ts';
import type { Log } from './log.ts';

const COMMAND_MS = 3_000;
const CONNECT_MS = 1_000;
const LONGEST_PAUSE_MS = 1_000;

/** For whom Redis is a help and no need: a shorter wait, and no queue while it is away. */
type Impatience = Readonly<{ commandTimeout?: number; enableOfflineQueue?: boolean }>;

/** Where caches hear, as a JSON array of tags, of what they may not give again. Redis tells all of its databases, so the name says which one is meant. */
export const purgeChannel = ({ options }: Redis): string => `cache:purge:${options.db ?? 0}`;

/** A connection that reconnects. While the server is unavailable a command fails instead of waiting. */
export const connectRedis = (
  url: string,
  log: Log,
  more: Impatience = {},
): { redis: Redis; resource: Resource } => {
  const redis = new Redis(url, {
    commandTimeout: COMMAND_MS,
    connectTimeout: CONNECT_MS,
    maxRetriesPerRequest: 1,
    retryStrategy: (attempt) => Math.min(attempt * 50, LONGEST_PAUSE_MS),
    ...more,
  });
  redis.on('error', (error) => log.warn({ err: error }, 'redis does not answer'));
  return { redis, resource: { name: 'redis', ready: () => redis.ping(), close: () => redis.quit() } };
};
