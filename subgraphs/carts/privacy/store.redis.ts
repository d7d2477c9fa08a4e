import type { Redis } from 'ioredis';
import type { UserId } from '../../../kernel/ids.ts';
import type { Cart } from '../cart/cart.ts';
import { cartKey, customerKey, loadCarts, pastCartsKey } from '../cart/store.redis.ts';
import type { Ports } from './ports.ts';

export const redisPersonalCarts = (redis: Redis): Ports['personalCarts'] => {
  const load = async (ids: readonly string[]): Promise<Cart[]> => {
    const found = await loadCarts(redis, [...new Set(ids)]);
    return found.filter((cart) => cart !== null);
  };
  const find = async (customer: UserId): Promise<Cart[]> => {
    const [open, past] = await Promise.all([
      redis.get(customerKey(customer)),
      redis.zrange(pastCartsKey(customer), '0', '-1'),
    ]);
    const own = await load(open ? [open, ...past] : past);
    const merged = await load(own.flatMap((cart) => cart.merged));
    return [...own, ...merged].filter(({ owner, claimedBy }) => owner === customer || claimedBy === customer);
  };
  return {
    find,
    /** Deletes the keys that lead to the carts last, so that a second run finds what an interrupted one has left. */
    erase: async (customer) => {
      for (const { id } of (await find(customer)).reverse()) await redis.del(cartKey(id));
      await redis.del(customerKey(customer), pastCartsKey(customer));
    },
  };
};
