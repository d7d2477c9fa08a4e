import type { EventEmitter } from 'node:events';
import { Redis } from 'ioredis';
import type { Resource } from '../../kernel/lifecycle.ts';
import type { Log } from '../../kernel/log.ts';
import { purgeChannel } from '../../kernel/redis.ts';
import { withUnnamed } from './cacheTags.ts';
import { type Entry, nearShelf, STALE_SECONDS } from './memoryCache.ts';

const START_MS = 1_000;

/** Waits for what happens once a store is connected, for as long as a start may take it: without the store everything is served all the same. */
const connected = (source: EventEmitter, event: string): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      source.off(event, done);
      resolve();
    };
    const timer = setTimeout(done, START_MS);
    source.once(event, done);
  });

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

/** Where answers are kept: near in the process, far in Redis for all processes. */
export type RedisCache = Resource &
  Readonly<{
    memoryCache(key: string): Entry | undefined;
    find(key: string): Promise<Entry | null>;
    /** Keeps an entry, unless something that it is made of was purged since it was asked for. */
    keep(key: string, entry: Entry): void;
    purge(tags: readonly string[]): Promise<void>;
  }>;

const PREFIX = 'answer:';
const PURGED = 'purged:';
/** What a subscriber tells once no purge escapes it any more and nothing older is near. */
const HEARING = 'hearing';

export const redisCache = async (redis: Redis | null, log: Log): Promise<RedisCache> => {
  const memoryCache = nearShelf();
  const warn = (error: unknown): null => {
    log.debug({ err: error }, 'the cache does not answer');
    return null;
  };
  /** Marks last longer than entries, for processes that were not there when the message came. */
  const mark = async (purged: readonly string[]): Promise<void> => {
    const tags = withUnnamed(purged);
    memoryCache.forget(tags);
    const at = String(Date.now());
    await Promise.all(tags.map((tag) => redis?.set(`${PURGED}${tag}`, at, 'EX', 2 * STALE_SECONDS))).catch(
      warn,
    );
  };
  const far = async (key: string): Promise<Entry | null> => {
    const text = await redis?.get(`${PREFIX}${key}`).catch(warn);
    if (!redis || !text) return null;
    const entry = JSON.parse(text) as Entry;
    const marks = await redis.mget(entry.tags.map((tag) => `${PURGED}${tag}`)).catch(warn);
    return marks?.every((at) => Number(at ?? 0) < entry.at) ? entry : null;
  };
  const subscriber = subscribe(redis, memoryCache.clear, mark, warn);
  if (redis?.status === 'ready' && subscriber) await connected(subscriber, HEARING);
  return {
    name: 'answers',
    memoryCache: memoryCache.get,
    find: async (key) => {
      const entry = memoryCache.get(key) ?? (await far(key));
      return entry && memoryCache.keep(key, entry) ? entry : null;
    },
    keep: (key, entry) => {
      if (memoryCache.keep(key, entry))
        void redis
          ?.set(`${PREFIX}${key}`, JSON.stringify(entry), 'EX', entry.maxAge + STALE_SECONDS)
          .catch(warn);
    },
    purge: async (tags) => {
      await mark(tags);
      await redis?.publish(purgeChannel(redis), JSON.stringify(tags)).catch(warn);
    },
    ready: async () => undefined,
    close: async () => subscriber?.disconnect(),
  };
};

/** Hears of purges; after a silence nothing near is trusted, since a message may have been missed. */
const subscribe = (
  redis: Redis | null,
  clear: () => void,
  mark: (tags: readonly string[]) => Promise<void>,
  warn: (error: unknown) => null,
) => {
  const subscriber = redis?.duplicate();
  subscriber?.on('message', (_, message) => void mark(readTags(message)));
  subscriber?.on('ready', async () => {
    await subscriber.subscribe(purgeChannel(subscriber)).catch(warn);
    clear();
    subscriber.emit(HEARING);
  });
  subscriber?.on('error', warn);
  return subscriber;
};

const readTags = (message: string): string[] => {
  try {
    const tags: unknown = JSON.parse(message);
    return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
  } catch {
    return [];
  }
};
