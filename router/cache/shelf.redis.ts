import type { Redis } from 'ioredis';
import type { Resource } from '../../kernel/lifecycle.ts';
import type { Log } from '../../kernel/log.ts';
import { purgeChannel } from '../../kernel/redis.ts';
import { connected } from './connected.ts';
import { type Entry, nearShelf, STALE_SECONDS } from './near.ts';
import { withUnnamed } from './tags.ts';

/** Where answers are kept: near in the process, far in Redis for all processes. */
export type Shelf = Resource &
  Readonly<{
    near(key: string): Entry | undefined;
    find(key: string): Promise<Entry | null>;
    /** Keeps an entry, unless something that it is made of was purged since it was asked for. */
    keep(key: string, entry: Entry): void;
    purge(tags: readonly string[]): Promise<void>;
  }>;

const PREFIX = 'answer:';
const PURGED = 'purged:';
/** What a subscriber tells once no purge escapes it any more and nothing older is near. */
const HEARING = 'hearing';

export const shelf = async (redis: Redis | null, log: Log): Promise<Shelf> => {
  const near = nearShelf();
  const warn = (error: unknown): null => {
    log.debug({ err: error }, 'the cache does not answer');
    return null;
  };
  /** Marks last longer than entries, for processes that were not there when the message came. */
  const mark = async (purged: readonly string[]): Promise<void> => {
    const tags = withUnnamed(purged);
    near.forget(tags);
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
  const subscriber = subscribe(redis, near.clear, mark, warn);
  if (redis?.status === 'ready' && subscriber) await connected(subscriber, HEARING);
  return {
    name: 'answers',
    near: near.get,
    find: async (key) => {
      const entry = near.get(key) ?? (await far(key));
      return entry && near.keep(key, entry) ? entry : null;
    },
    keep: (key, entry) => {
      if (near.keep(key, entry))
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
