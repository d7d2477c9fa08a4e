import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId, newSecretId, type UserId } from '../../kernel/ids.ts';
import { done } from '../../kernel/outcome.ts';
import { claim } from '../../subgraphs/carts/cart/merge.ts';
import { redisCarts } from '../../subgraphs/carts/cart/store.redis.ts';
import { redisPersonalCarts } from '../../subgraphs/carts/privacy/store.redis.ts';
import { carts as cartsUrl } from '../support/stores.ts';

let redis: Redis;
let carts: ReturnType<typeof redisCarts>;
let personalCarts: ReturnType<typeof redisPersonalCarts>;
beforeAll(() => {
  redis = new Redis(cartsUrl());
  carts = redisCarts(redis, 'EUR');
  personalCarts = redisPersonalCarts(redis);
});
afterAll(() => redis.quit());

/** A customer with a bought cart, a claimed guest cart and an open cart. */
const aCustomer = async () => {
  const customer = newId('user');
  const guestCart = await carts.create();
  await carts.updateGuestCart(customer, guestCart.id, (cart) => claim(cart, customer));
  const bought = await carts.ofCustomer(customer);
  await carts.update(customer, bought.id, null, (cart) => done({ ...cart, merged: [guestCart.id] }));
  await carts.close(bought.id, { orderId: newId('ord'), lines: null, promotionCodes: [] });
  const open = await carts.ofCustomer(customer);
  return { customer, ids: [open.id, bought.id, guestCart.id] };
};

const idsOf = async (customer: UserId) => (await personalCarts.find(customer)).map(({ id }) => id);

test('all carts of a customer are found: the open one, the bought ones and the claimed ones', async () => {
  const { customer, ids } = await aCustomer();
  expect(await idsOf(customer)).toEqual(ids);
});

test('erasing a customer deletes all their carts and nobody else’s', async () => {
  const ada = await aCustomer();
  const bob = await aCustomer();
  await personalCarts.erase(ada.customer);
  await personalCarts.erase(ada.customer);
  expect(await idsOf(ada.customer)).toEqual([]);
  const left = await Promise.all(ada.ids.map((id) => redis.exists(`cart:{${id}}`)));
  expect([
    ...left,
    await redis.exists(`cart-of:{${ada.customer}}`, `carts-before:{${ada.customer}}`),
  ]).toEqual([0, 0, 0, 0]);
  expect(await idsOf(bob.customer)).toEqual(bob.ids);
});

test('erasing a customer without a cart succeeds', async () => {
  expect(await idsOf(newId('user'))).toEqual([]);
  await personalCarts.erase(newId('user'));
});

test('an unclaimed guest cart belongs to nobody', async () => {
  const { customer } = await aCustomer();
  const guestCart = await carts.create();
  const open = await carts.ofCustomer(customer);
  await carts.update(customer, open.id, null, (cart) =>
    done({ ...cart, merged: [guestCart.id, newSecretId('cart')] }),
  );
  expect(await idsOf(customer)).not.toContain(guestCart.id);
});
