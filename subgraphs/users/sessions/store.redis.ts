import type { Redis } from 'ioredis';
import { ACCESS_TOKEN_S } from '../keys/signingKey.ts';
import type { Revocations } from './ports.ts';

/** Covers clock differences and tokens that were being signed when the session ended. */
const MARGIN_S = 60;

export const redisRevocations = (redis: Redis): Revocations => ({
  publish: async (ids) => {
    await Promise.all(
      ids.map((id) => redis.set(`session:revoked:${id}`, '1', 'EX', ACCESS_TOKEN_S + MARGIN_S)),
    );
  },
});
