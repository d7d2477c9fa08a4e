import type { Redis } from 'ioredis';
import type { Cart } from './cart.ts';

/** Saves if the version is still the one that was read ('' where there was none), and sets or lifts the expiry, in one step. */
const SAVE = `
if (redis.call('HGET', KEYS[1], 'version') or '') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'cart', ARGV[3])
if ARGV[4] == '' then redis.call('PERSIST', KEYS[1]) else redis.call('PEXPIREAT', KEYS[1], ARGV[4]) end
return 1`;

/** Points to another value if it still points where it did. */
const POINT = `
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1`;

export const compareAndSave = async (
  redis: Redis,
  key: string,
  version: number | null,
  next: Cart,
  expiresAt: number | null,
) =>
  (await redis.eval(SAVE, 1, key, version ?? '', next.version, JSON.stringify(next), expiresAt ?? '')) === 1;

export const compareAndPoint = async (redis: Redis, key: string, from: string | null, to: string) =>
  (await redis.eval(POINT, 1, key, from ?? '', to)) === 1;
