import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId, type UserId, type VariantId } from '../../kernel/ids.ts';
import { done, type Outcome } from '../../kernel/outcome.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import type { Cart, Offers } from '../../subgraphs/carts/cart/cart.ts';
import { cartClaim } from '../../subgraphs/carts/cart/cartClaim.ts';
import type { Ports } from '../../subgraphs/carts/cart/ports.ts';
import { redisCarts } from '../../subgraphs/carts/cart/store.redis.ts';
import { carts as cartsUrl } from '../support/stores.ts';

const mug = newId('var');
const yen = newId('var');
const OFFERS: Offers = new Map([
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
  const ports = { carts: { ...carts, ...over }, catalogue: { offers: async () => OFFERS } };
  return cartClaim(ports)(viewerOf(userId), id);
};
const put = (viewerId: UserId | null, { id }: Cart, currency: string, ...variants: VariantId[]) =>
  carts.update(viewerId, id, null, (cart) => {
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
const guestCartOf = async (currency: string, ...variants: VariantId[]) => {
  const guestCart = await carts.create();
  await put(null, guestCart, currency, ...variants);
  return guestCart;
};
const many = (count: number) => Array.from({ length: count }, () => newId('var'));
const seen = async (viewerId: UserId | null, { id }: Cart) => (await carts.find(viewerId, [id]))[0];
const quantities = (cart: Cart | null | undefined) =>
  cart?.lines.map(({ variantId, quantity }) => [variantId, quantity]);
const refusalOf = (outcome: Outcome<Cart>) => (outcome.ok ? 'done' : outcome.refusals[0]);

test('E04: claiming a guest cart in another currency is refused, and the guest cart can still be bought', async () => {
  const ada = newId('user');
  const own = await ownOf(ada, 'EUR', mug);
  const guestCart = await guestCartOf('JPY', yen);
  const before = await seen(null, guestCart);
  const ownBefore = await seen(ada, own);
  expect(refusalOf(await claim(ada, guestCart.id))).toEqual({
    code: 'CURRENCY_MISMATCH',
    message: 'Your cart is in EUR, but this one is in JPY. Check out or empty one of them first.',
    field: ['cartId'],
  });
  expect(await seen(null, guestCart)).toEqual(before);
  expect(await seen(ada, own)).toEqual(ownBefore);
  await put(ada, own, 'EUR');
  expect(refusalOf(await claim(ada, guestCart.id))).toBe('done');
  expect(quantities(await seen(ada, own))).toEqual([[yen, 1]]);
});

test('E16: claiming a guest cart that does not fit is refused and changes nothing', async () => {
  const ada = newId('user');
  const both = many(60);
  await ownOf(ada, 'EUR', ...both, mug);
  const full = await guestCartOf('EUR', ...many(40));
  const fits = await guestCartOf('EUR', ...both);
  const before = await seen(null, full);
  expect(refusalOf(await claim(ada, full.id))).toMatchObject({ code: 'LIMIT_EXCEEDED', field: ['cartId'] });
  expect(await seen(null, full)).toEqual(before);
  expect(refusalOf(await claim(ada, fits.id))).toBe('done');
});

test('a claim undoes itself when the customer’s cart gets another currency meanwhile', async () => {
  const ada = newId('user');
  const own = await ownOf(ada, 'EUR');
  const guestCart = await guestCartOf('JPY', yen);
  const faster: Ports['carts']['update'] = async (...args) => {
    await put(ada, own, 'EUR', mug);
    return carts.update(...args);
  };
  expect(refusalOf(await claim(ada, guestCart.id, { update: faster }))).toMatchObject({
    code: 'CURRENCY_MISMATCH',
  });
  expect(quantities(await seen(null, guestCart))).toEqual([[yen, 1]]);
  expect(quantities(await seen(ada, own))).toEqual([[mug, 1]]);
});

test('a claim that crashed before its lines were added continues with the same call', async () => {
  const ada = newId('user');
  const own = await ownOf(ada, 'EUR', mug);
  const guestCart = await guestCartOf('EUR', mug);
  await expect(
    claim(ada, guestCart.id, { update: () => Promise.reject(new Error('killed')) }),
  ).rejects.toThrow('killed');
  expect(await seen(null, guestCart)).toBeNull();
  expect(refusalOf(await claim(ada, guestCart.id))).toBe('done');
  expect(quantities(await seen(ada, own))).toEqual([[mug, 2]]);
});

test('a claim that is repeated after the order adds nothing to the next cart', async () => {
  const ada = newId('user');
  const own = await ownOf(ada, 'EUR');
  const guestCart = await guestCartOf('EUR', mug);
  expect(refusalOf(await claim(ada, guestCart.id))).toBe('done');
  expect(refusalOf(await claim(ada, guestCart.id))).toBe('done');
  expect(quantities(await seen(ada, own))).toEqual([[mug, 1]]);
  await carts.close(own.id, { orderId: newId('ord'), lines: null, promotionCodes: [] });
  expect(refusalOf(await claim(ada, guestCart.id))).toBe('done');
  expect(quantities(await carts.ofCustomer(ada))).toEqual([]);
});

test('D06: of twenty customers who claim one cart, only one gets its lines', async () => {
  const guestCart = await guestCartOf('EUR', mug);
  const customers = Array.from({ length: 20 }, () => newId('user'));
  const outcomes = await Promise.all(customers.map((userId) => claim(userId, guestCart.id)));
  expect(outcomes.map(refusalOf).filter((each) => each === 'done')).toHaveLength(1);
  const lines = (await Promise.all(customers.map((userId) => carts.ofCustomer(userId)))).flatMap(
    (cart) => cart.lines,
  );
  expect(lines).toHaveLength(1);
});
