import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId, newSecretId, type UserId } from '../../kernel/ids.ts';
import { done } from '../../kernel/outcome.ts';
import { claim } from '../../subgraphs/carts/cart.ts';
import { redisPersonal } from '../../subgraphs/carts/personal/store.redis.ts';
import { redisCarts } from '../../subgraphs/carts/store.redis.ts';
import { carts as cartsUrl } from '../support/stores.ts';

let redis: Redis;
let carts: ReturnType<typeof redisCarts>;
let personal: ReturnType<typeof redisPersonal>;
beforeAll(() => {
  redis = new Redis(cartsUrl());
  carts = redisCarts(redis, 'EUR');
  personal = redisPersonal(redis);
});
afterAll(() => redis.quit());

/** Somebody with a cart that was bought, one that was taken over from a guest, and an open one. */
const aCustomer = async () => {
  const customer = newId('user');
  const guests = await carts.create();
  await carts.changeGuests(customer, guests.id, (cart) => claim(cart, customer));
  const bought = await carts.ofCustomer(customer);
  await carts.change(customer, bought.id, null, (cart) => done({ ...cart, merged: [guests.id] }));
  await carts.close(bought.id, { orderId: newId('ord'), lines: null, promotionCodes: [] });
  const open = await carts.ofCustomer(customer);
  return { customer, ids: [open.id, bought.id, guests.id] };
};

const idsOf = async (customer: UserId) => (await personal.cartsOf(customer)).map(({ id }) => id);

test('all carts of a customer are found: the open one, those bought, and those taken over', async () => {
  const { customer, ids } = await aCustomer();
  expect(await idsOf(customer)).toEqual(ids);
});

test('a forgotten customer leaves nothing behind, and others keep what is theirs', async () => {
  const [ada, bob] = [await aCustomer(), await aCustomer()];
  await personal.forget(ada.customer);
  await personal.forget(ada.customer);
  expect(await idsOf(ada.customer)).toEqual([]);
  const left = await Promise.all(ada.ids.map((id) => redis.exists(`cart:{${id}}`)));
  expect([
    ...left,
    await redis.exists(`cart-of:{${ada.customer}}`, `carts-before:{${ada.customer}}`),
  ]).toEqual([0, 0, 0, 0]);
  expect(await idsOf(bob.customer)).toEqual(bob.ids);
});

test('somebody without a cart has none, and is forgotten all the same', async () => {
  expect(await idsOf(newId('user'))).toEqual([]);
  await personal.forget(newId('user'));
});

test('a guest’s cart that nobody took over is nobody’s', async () => {
  const { customer } = await aCustomer();
  const guests = await carts.create();
  const open = await carts.ofCustomer(customer);
  await carts.change(customer, open.id, null, (cart) =>
    done({ ...cart, merged: [guests.id, newSecretId('cart')] }),
  );
  expect(await idsOf(customer)).not.toContain(guests.id);
});
