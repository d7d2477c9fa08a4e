import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Log } from '../../kernel/log.ts';
import type { Guest, Person } from '../../kernel/viewer.ts';
import { HttpRefusal } from '../http/parseRequest.ts';

/** Takes points from a caller's allowance; 429 with the time to wait when there are none left. */
export type ConsumePoints = (viewer: Guest | Person, points: number) => Promise<void>;

const WINDOW_SECONDS = 10;

/** One allowance a caller for all processes of the router; while Redis is away each process counts alone. */
export const rateLimit = (redis: Redis | null, points: number, log: Log): ConsumePoints => {
  const alone = new RateLimiterMemory({ keyPrefix: 'rate', points, duration: WINDOW_SECONDS });
  const limiter = redis
    ? new RateLimiterRedis({
        storeClient: redis,
        keyPrefix: 'rate',
        points,
        duration: WINDOW_SECONDS,
        inMemoryBlockOnConsumed: points + 1,
        rejectIfRedisNotReady: true,
        insuranceLimiter: alone,
      })
    : alone;
  return async (viewer, spent) => {
    try {
      await limiter.consume(callerOf(viewer), spent);
    } catch (outcome) {
      if (outcome instanceof RateLimiterRes) throw tooMany(outcome.msBeforeNext);
      log.warn({ err: outcome }, 'the rate limit could not be asked');
    }
  };
};

const callerOf = (viewer: Guest | Person): string =>
  viewer.kind === 'person' ? viewer.userId : `ip:${networkOf(viewer.origin.ip ?? '')}`;

/** An IPv6 customer has a whole /64; an IPv4 address counts alone, also when it comes mapped. */
const networkOf = (ip: string): string => {
  const v4 = ip.replace(/^::ffff:(?=\d+\.)/i, '');
  return v4.includes(':') ? v4.split(':').slice(0, 4).join(':') : v4;
};

const tooMany = (ms: number): HttpRefusal => {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return new HttpRefusal(429, `Too much at once: try again in ${seconds} s.`, 'RATE_LIMITED', {
    'retry-after': String(seconds),
  });
};
