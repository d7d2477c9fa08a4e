import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { CodedError } from '../../../kernel/errors.ts';
import type { Limits } from '../ports.ts';
import type { LimitName, LimitSizes } from './limits.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Hashes the key, so that the cache contains no personal data. */
const keyOf = (of: string): string => createHash('sha256').update(of).digest('base64url').slice(0, 22);

/** Counts atomically in Redis for all processes. While Redis is unavailable, each process counts alone. */
export const redisLimits = (redis: Redis, sizes: LimitSizes): Limits => {
  const limiters = Object.fromEntries(
    Object.entries(sizes).map(([name, { points, seconds }]) => {
      const options = { keyPrefix: `users:limit:${name}`, points, duration: seconds };
      const insuranceLimiter = new RateLimiterMemory(options);
      return [name, new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter })];
    }),
  ) as Record<LimitName, RateLimiterRedis>;
  return {
    count: async (attempts) => {
      for (const { limit, of } of attempts) await limiters[limit].consume(keyOf(of)).catch(refuse);
    },
    refund: async (attempts) => {
      await Promise.all(attempts.map(({ limit, of }) => limiters[limit].reward(keyOf(of))));
    },
  };
};

const refuse = (reason: unknown): never => {
  if (!(reason instanceof RateLimiterRes)) throw reason;
  throw new CodedError('RATE_LIMITED', `Too many attempts. Try again in ${inWords(reason.msBeforeNext)}.`);
};

const inWords = (ms: number): string => {
  const [count, unit] =
    ms > 2 * HOUR_MS ? [Math.ceil(ms / HOUR_MS), 'hour'] : [Math.max(1, Math.ceil(ms / MINUTE_MS)), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
};
