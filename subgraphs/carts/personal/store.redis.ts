import type { Redis } from 'ioredis';
import type { CartId, UserId } from '../../../kernel/ids.ts';
import type { Cart } from '../cart.ts';
import { UNUSED_MS } from '../expiry.ts';
import { cartKey, customerKey, pastKey } from '../store.keys.ts';
import type { PersonalPorts } from './ports.ts';

/** Notes that a customer has gone on to another cart. The note is of use as long as that cart may be there, and not longer. */
export const notePast = async (redis: Redis, customer: UserId, cart: string, now: number): Promise<void> => {
  const key = pastKey(customer);
  await redis
    .multi()
    .zadd(key, now, cart)
    .zremrangebyscore(key, '-inf', now - UNUSED_MS)
    .pexpire(key, UNUSED_MS)
    .exec();
};

export const redisPersonal = (redis: Redis): PersonalPorts['personal'] => {
  const load = async (ids: readonly string[]): Promise<Cart[]> => {
    const found = await Promise.all(ids.map((id) => redis.hget(cartKey(id as CartId), 'cart')));
    return found.flatMap((text) => (text ? [JSON.parse(text) as Cart] : []));
  };
  const cartsOf = async (customer: UserId): Promise<Cart[]> => {
    const [open, past] = await Promise.all([
      redis.get(customerKey(customer)),
      redis.zrange(pastKey(customer), '0', '-1'),
    ]);
    const own = await load([...new Set([...(open ? [open] : []), ...past])]);
    const taken = await load([...new Set(own.flatMap(({ merged }) => merged))]);
    return [...own, ...taken].filter(({ owner, claimedBy }) => owner === customer || claimedBy === customer);
  };
  return {
    cartsOf,
    /** What leads to the carts goes last, so that a second run finds what a first one has left. */
    forget: async (customer) => {
      for (const { id } of (await cartsOf(customer)).reverse()) await redis.del(cartKey(id));
      await redis.del(customerKey(customer), pastKey(customer));
    },
  };
};
