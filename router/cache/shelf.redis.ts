import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import type { Resource } from '../../kernel/lifecycle.ts';
import type { Log } from '../../kernel/log.ts';
import { STALE_SECONDS } from './responses.ts';

/** An answer that is kept: since it was asked for (epoch ms), for how many seconds, and of which subgraphs it came. */
export type Entry = Readonly<{ text: string; at: number; maxAge: number; tags: readonly string[] }>;

/** Where answers are kept: near in the process, far in Redis for all processes. */
export type Shelf = Resource &
  Readonly<{
    near(key: string): Entry | undefined;
    find(key: string): Promise<Entry | null>;
    /** Keeps an entry, unless something that it is made of was purged since it was asked for. */
    keep(key: string, entry: Entry): void;
    purge(tags: readonly string[]): Promise<void>;
  }>;

/** Tags, as JSON, of which everything is to be forgotten: anyone who changes the catalogue may publish here. */
export const PURGE_CHANNEL = 'cache:purge';
const PREFIX = 'answer:';
const PURGED = 'purged:';
const MAX_NEAR = 2_000;
const MAX_NEAR_CHARACTERS = 50_000_000;
const MAX_ENTRY = 1_000_000;

export const shelf = (redis: Redis | null, log: Log): Shelf => {
  const kept = new LRUCache<string, Entry>({ max: MAX_NEAR, maxSize: MAX_NEAR_CHARACTERS, sizeCalculation: ({ text }) => text.length + 1 });
  const purgedAt = new Map<string, number>();
  const subscriber = redis?.duplicate() ?? null;
  const warn = (error: unknown): null => {
    log.debug({ err: error }, 'the cache does not answer');
    return null;
  };
  const stands = ({ tags, at }: Entry): boolean => tags.every((tag) => (purgedAt.get(tag) ?? 0) < at);

  /** An entry counts for nothing once a tag of it was purged after it was made; clocks of processes differ by less than entries live. */
  const forget = (tags: readonly string[]): void => {
    for (const tag of tags) purgedAt.set(tag, Date.now());
    for (const [key, entry] of kept.entries()) if (!stands(entry)) kept.delete(key);
  };
  subscriber?.on('message', (_, message) => void mark(readTags(message)));
  subscriber?.on('ready', () => {
    kept.clear();
    void subscriber.subscribe(PURGE_CHANNEL).catch(warn);
  });
  subscriber?.on('error', warn);

  /** Marks last longer than entries, for processes that were not there when the message came. */
  const mark = async (tags: readonly string[]): Promise<void> => {
    forget(tags);
    const at = String(Date.now());
    await Promise.all(tags.map((tag) => redis?.set(`${PURGED}${tag}`, at, 'EX', 2 * STALE_SECONDS))).catch(warn);
  };
  const far = async (key: string): Promise<Entry | null> => {
    const text = await redis?.get(`${PREFIX}${key}`).catch(warn);
    if (!redis || !text) return null;
    const entry = JSON.parse(text) as Entry;
    const marks = await redis.mget(entry.tags.map((tag) => `${PURGED}${tag}`)).catch(warn);
    return marks && stands(entry) && marks.every((at) => Number(at ?? 0) < entry.at) ? entry : null;
  };

  return {
    name: 'cache',
    near: (key) => kept.get(key),
    find: async (key) => {
      const near = kept.get(key);
      if (near) return near;
      const entry = await far(key);
      if (entry) kept.set(key, entry);
      return entry;
    },
    keep: (key, entry) => {
      if (entry.text.length > MAX_ENTRY || !stands(entry)) return;
      kept.set(key, entry);
      void redis?.set(`${PREFIX}${key}`, JSON.stringify(entry), 'EX', entry.maxAge + STALE_SECONDS).catch(warn);
    },
    purge: async (tags) => {
      await mark(tags);
      await redis?.publish(PURGE_CHANNEL, JSON.stringify(tags)).catch(warn);
    },
    ready: async () => undefined,
    close: async () => subscriber?.disconnect(),
  };
};

const readTags = (message: string): string[] => {
  try {
    const tags: unknown = JSON.parse(message);
    return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
  } catch {
    return [];
  }
};
