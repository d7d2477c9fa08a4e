import type { Redis } from 'ioredis';
import type { Log } from '../../../kernel/log.ts';
import type { Ports } from '../ports.ts';

/** Where the router hears of what its copies are made of. */
const CHANNEL = 'cache:purge';

/** Tells caches over Redis, as a JSON array of tags. What gets lost is kept no longer than its hint says. */
export const redisNews = (redis: Redis, log: Log): Ports['news'] => ({
  changed: (tags) => {
    redis.publish(CHANNEL, JSON.stringify(tags)).catch((error: unknown) => log.warn({ err: error }, 'a change was not announced'));
  },
});

export const noNews: Ports['news'] = { changed: () => undefined };
