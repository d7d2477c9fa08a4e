import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId, type UserId, type VariantId } from '../../kernel/ids.ts';
import { done, type Outcome } from '../../kernel/outcome.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import type { Cart } from '../../subgraphs/carts/cart.ts';
import { cartClaim } from '../../subgraphs/carts/cartClaim.ts';
import type { ForSale, Ports } from '../../subgraphs/carts/ports.ts';
import { redisCarts } from '../../subgraphs/carts/store.redis.ts';
import { carts as cartsUrl } from '../support/stores.ts';

const [mug, yen] = [newId('var'), newId('var')];
const FOR_SALE: ForSale = new Map([
  [mug, { available: 50, price: { amount: 500, currency: 'EUR' } }],
  [yen, { available: 50, price: { amount: 900, currency: 'JPY' } }],
]);

let redis: Redis;
let carts: Ports['carts'];
beforeAll(() => {
  redis = new Redis(cartsUrl());
  carts = redisCarts(redis, 'EUR');
});
afterAll(() => redis.quit());

const viewerOf = (userId: UserId): Viewer => ({
  kind: 'person',
  userId,
  sessionId: 'sess',
  role: 'CUSTOMER',
  origin: { ip: null, userAgent: null },
});
const claim = (userId: UserId, id: string, over: Partial<Ports['carts']> = {}) => {
  const ports = { carts: { ...carts, ...over }, catalogue: { forSale: async () => FOR_SALE } };
  return cartClaim(ports)(viewerOf(userId), id);
};
const put = (asker: UserId | null, { id }: Cart, currency: string, ...variants: VariantId[]) =>
  carts.change(asker, id, null, (cart) => {
    const lines = variants.map((variantId) => ({
      id: newId('line'),
      variantId,
      quantity: 1,
      seenPrice: 500,
      wanted: null,
    }));
    return done({ ...cart, currency, lines });
  });
const ownOf = async (userId: UserId, currency: string, ...variants: VariantId[]) => {
  const own = await carts.ofCustomer(userId);
  await put(userId, own, currency, ...variants);
  return own;
};
const guestsOf = async (currency: string, ...variants: VariantId[]) => {
  const guests = await carts.create();
  await put(null, guests, currency, ...variants);
  return guests;
};
const many = (count: number) => Array.from({ length: count }, () => newId('var'));
const seen = async (asker: UserId | null, { id }: Cart) => (await carts.find(asker, [id]))[0];
const quantities = (cart: Cart | null | undefined) =>
  cart?.lines.map(({ variantId, quantity }) => [variantId, quantity]);
const refusalOf = (outcome: Outcome<Cart>) => (outcome.ok ? 'done' : outcome.refusals[0]);

test('E04: a guest’s cart in another currency is refused as it was, and can still be bought', async () => {
  const ada = newId('user');
  const own = await ownOf(ada, 'EUR', mug);
  const guests = await guestsOf('JPY', yen);
  const [before, ownBefore] = [await seen(null, guests), await seen(ada, own)];
  expect(refusalOf(await claim(ada, guests.id))).toEqual({
    code: 'CURRENCY_MISMATCH',
    message: 'Your cart is in EUR, and this one in JPY: check out or empty one of them first.',
    field: ['cartId'],
  });
  expect(await seen(null, guests)).toEqual(before);
  expect(await seen(ada, own)).toEqual(ownBefore);
  await put(ada, own, 'EUR');
  expect(refusalOf(await claim(ada, guests.id))).toBe('done');
  expect(quantities(await seen(ada, own))).toEqual([[yen, 1]]);
});

test('E16: a guest’s cart for which there is no room is refused as it was', async () => {
  const ada = newId('user');
  const both = many(60);
  await ownOf(ada, 'EUR', ...both, mug);
  const [full, fits] = [await guestsOf('EUR', ...many(40)), await guestsOf('EUR', ...both)];
  const before = await seen(null, full);
  expect(refusalOf(await claim(ada, full.id))).toMatchObject({ code: 'LIMIT_EXCEEDED', field: ['cartId'] });
  expect(await seen(null, full)).toEqual(before);
  expect(refusalOf(await claim(ada, fits.id))).toBe('done');
});

test('a currency that the customer’s own cart takes while it is claimed leaves the guest’s cart to whoever knows its id', async () => {
  const ada = newId('user');
  const own = await ownOf(ada, 'EUR');
  const guests = await guestsOf('JPY', yen);
  const faster: Ports['carts']['change'] = async (...args) => {
    await put(ada, own, 'EUR', mug);
    return carts.change(...args);
  };
  expect(refusalOf(await claim(ada, guests.id, { change: faster }))).toMatchObject({
    code: 'CURRENCY_MISMATCH',
  });
  expect(quantities(await seen(null, guests))).toEqual([[yen, 1]]);
  expect(quantities(await seen(ada, own))).toEqual([[mug, 1]]);
});

test('a claim that died before its lines were added is taken up by the same call', async () => {
  const ada = newId('user');
  const own = await ownOf(ada, 'EUR', mug);
  const guests = await guestsOf('EUR', mug);
  await expect(claim(ada, guests.id, { change: () => Promise.reject(new Error('killed')) })).rejects.toThrow(
    'killed',
  );
  expect(await seen(null, guests)).toBeNull();
  expect(refusalOf(await claim(ada, guests.id))).toBe('done');
  expect(quantities(await seen(ada, own))).toEqual([[mug, 2]]);
});

test('a claim that is repeated after the customer bought adds nothing to the next cart', async () => {
  const ada = newId('user');
  const own = await ownOf(ada, 'EUR');
  const guests = await guestsOf('EUR', mug);
  expect(refusalOf(await claim(ada, guests.id))).toBe('done');
  expect(refusalOf(await claim(ada, guests.id))).toBe('done');
  expect(quantities(await seen(ada, own))).toEqual([[mug, 1]]);
  await carts.close(own.id, { orderId: newId('ord'), lines: null, promotionCodes: [] });
  expect(refusalOf(await claim(ada, guests.id))).toBe('done');
  expect(quantities(await carts.ofCustomer(ada))).toEqual([]);
});

test('D06: of twenty customers who claim one cart, one has its lines', async () => {
  const guests = await guestsOf('EUR', mug);
  const customers = Array.from({ length: 20 }, () => newId('user'));
  const outcomes = await Promise.all(customers.map((userId) => claim(userId, guests.id)));
  expect(outcomes.map(refusalOf).filter((each) => each === 'done')).toHaveLength(1);
  const lines = (await Promise.all(customers.map((userId) => carts.ofCustomer(userId)))).flatMap(
    (cart) => cart.lines,
  );
  expect(lines).toHaveLength(1);
});
