import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { done } from '../../kernel/outcome.ts';
import type { Cart } from '../../subgraphs/carts/cart/cart.ts';
import { redisCarts } from '../../subgraphs/carts/cart/store.redis.ts';
import { carts as cartsUrl } from '../support/stores.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
let redis: Redis;
let carts: ReturnType<typeof redisCarts>;
beforeAll(() => {
  redis = new Redis(cartsUrl());
  carts = redisCarts(redis, 'EUR');
});
afterAll(() => redis.quit());

const code = (name: string) => (cart: Cart) =>
  done({ ...cart, promotionCodes: [...cart.promotionCodes, name] });
const codeOf = (outcome: { ok: true } | { ok: false; refusals: readonly { code: string }[] }) =>
  outcome.ok ? 'done' : outcome.refusals[0]?.code;

describe('a guest cart', () => {
  test('is found by anyone who knows its ID', async () => {
    const cart = await carts.create();
    expect(await carts.find(null, [cart.id, newId('cart')])).toEqual([cart, null]);
    expect((await carts.find(newId('user'), [cart.id]))[0]).toEqual(cart);
  });

  test('E15: forty changes at once all take effect, each once', async () => {
    const cart = await carts.create();
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, i) => carts.update(null, cart.id, null, code(`C${i}`))),
    );
    expect(outcomes.map(codeOf).filter((each) => each === 'done')).toHaveLength(40);
    const [changed] = await carts.find(null, [cart.id]);
    expect(changed?.version).toBe(40);
    expect(new Set(changed?.promotionCodes).size).toBe(40);
  });

  test('E15: of two that expect the same version, one is refused', async () => {
    const cart = await carts.create();
    const outcomes = await Promise.all(['A', 'B'].map((name) => carts.update(null, cart.id, 0, code(name))));
    expect(outcomes.map(codeOf).sort()).toEqual(['CART_CONFLICT', 'done']);
  });

  test('lives 30 days from its last change', async () => {
    const cart = await carts.create();
    await carts.update(null, cart.id, null, code('A'));
    const left = await redis.pttl(`cart:{${cart.id}}`);
    expect(left).toBeGreaterThan(29 * DAY_MS);
    expect(left).toBeLessThanOrEqual(30 * DAY_MS);
  });
});

describe('a customer’s cart', () => {
  test('is one, even when many requests create it at once', async () => {
    const ada = newId('user');
    const found = await Promise.all(Array.from({ length: 20 }, () => carts.ofCustomer(ada)));
    expect(new Set(found.map(({ id }) => id)).size).toBe(1);
  });

  test('D01, D03: does not exist for any other viewer', async () => {
    const own = await carts.ofCustomer(newId('user'));
    expect(await carts.find(newId('user'), [own.id])).toEqual([null]);
    expect(await carts.find(null, [own.id])).toEqual([null]);
    expect(codeOf(await carts.update(newId('user'), own.id, null, code('A')))).toBe('NOT_FOUND');
    expect(codeOf(await carts.update(null, newId('cart'), null, code('A')))).toBe('NOT_FOUND');
  });

  test('is closed once it is bought, and the next one is new', async () => {
    const ada = newId('user');
    const first = await carts.ofCustomer(ada);
    const order = newId('ord');
    expect(codeOf(await carts.close(first.id, { orderId: order, lines: null, promotionCodes: [] }))).toBe(
      'done',
    );
    expect(codeOf(await carts.close(first.id, { orderId: order, lines: null, promotionCodes: [] }))).toBe(
      'done',
    );
    expect(
      codeOf(await carts.close(first.id, { orderId: newId('ord'), lines: null, promotionCodes: [] })),
    ).toBe('CART_CLOSED');
    expect(codeOf(await carts.update(ada, first.id, null, code('A')))).toBe('CART_CLOSED');
    expect((await carts.ofCustomer(ada)).id).not.toBe(first.id);
  });

  test('does not expire once it was changed', async () => {
    const ada = newId('user');
    const own = await carts.ofCustomer(ada);
    await carts.update(ada, own.id, null, code('A'));
    expect(await redis.pttl(`cart:{${own.id}}`)).toBe(-1);
  });
});
