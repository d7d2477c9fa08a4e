import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { codesOf, customer, ordersWorld, type World } from './orders.world.ts';

vi.setConfig({ testTimeout: 120_000 });

let world: World;
beforeAll(async () => {
  world = await ordersWorld();
});
afterAll(() => world.stop());

const many = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => work(i)));

describe('one key', () => {
  test('F01: twenty simultaneous calls create one order, and all return it with its payment and token', async () => {
    const mug = await world.variant(700, 50);
    const input = await world.input(await world.cart([[mug, 1]]));
    const answers = await many(20, () => world.checkout(input));
    expect(new Set(answers.map(({ order }) => order?.id)).size).toBe(1);
    expect(new Set(answers.map(({ payment }) => payment?.clientSecret)).size).toBe(1);
    expect(new Set(answers.map(({ orderToken }) => orderToken)).size).toBe(1);
    expect(answers[0]?.payment?.clientSecret).toBeTruthy();
    expect((await world.stock(mug)).reserved).toBe(1);
  });

  test('F01: returns its order even if that took the last item', async () => {
    const input = await world.input(await world.cart([[await world.variant(700, 1), 1]]));
    const answers = await many(8, () => world.checkout(input));
    expect(answers.map(codesOf)).toEqual(Array.from({ length: 8 }, () => []));
    expect(new Set(answers.map(({ order }) => order?.id)).size).toBe(1);
  });

  test('F02: with another input is refused; the same key of another customer is a different key', async () => {
    const mug = await world.variant(700, 5);
    const input = await world.input(await world.cart([[mug, 1]]));
    await world.checkout(input);
    expect(codesOf(await world.checkout({ ...input, email: 'other@example.com' }))).toEqual([
      'IDEMPOTENCY_KEY_REUSED',
    ]);
    const ada = customer(newId('user'));
    const own = await world.input(
      await world.cart([[mug, 1]], ada),
      { idempotencyKey: input.idempotencyKey },
      ada,
    );
    expect(codesOf(await world.checkout(own, ada))).toEqual([]);
  });
});

test('a key whose items were sold out can be used for a smaller order', async () => {
  const few = await world.variant(900, 3);
  const [one, two] = [await world.cart([[few, 2]]), await world.cart([[few, 2]])];
  const [mine, other] = [await world.input(one), await world.input(two)];
  const answers = [await world.checkout(mine), await world.checkout(other)];
  expect(answers.map(codesOf)).toEqual([[], ['OUT_OF_STOCK']]);
  expect(answers[1]?.userErrors[0]?.message).toContain('Only 1 of');
  const smaller = await world.input(await world.cart([[few, 1]]), { idempotencyKey: other.idempotencyKey });
  expect(codesOf(await world.checkout(smaller))).toEqual([]);
});

describe('a promotion', () => {
  test('E12: with limit one is redeemed by one of twenty buyers, and again after that order is cancelled', async () => {
    const code = `ONE${Date.now()}`;
    await world.promotion({
      code,
      title: 'One only',
      kind: 'FIXED_AMOUNT',
      amount: { amount: 500, currency: 'EUR' },
      limit: 1,
    });
    const mug = await world.variant(2000, 100);
    const inputs = await many(20, async () => {
      const cartId = await world.cart([[mug, 1]]);
      await world.codes(cartId, [code]);
      return world.input(cartId);
    });
    const answers = await Promise.all(inputs.map((input) => world.checkout(input)));
    const winners = answers.filter(({ order }) => order);
    expect(winners.map(({ order }) => order?.discount.amount)).toEqual([500]);
    const lost = answers.filter(({ order }) => !order);
    expect(
      lost.every((answer) => ['PROMOTION_REJECTED', 'PRICE_CHANGED'].includes(codesOf(answer)[0] ?? '')),
    ).toBe(true);
    expect(lost.every(({ quote }) => quote?.total.amount === 2490)).toBe(true);
    const redeemed = async () =>
      (await world.db.query('select redeemed from promotions where code = $1', [code])).rows[0].redeemed;
    expect(await redeemed()).toBe(1);
    await world.cancel(winners[0]?.order?.id ?? '', winners[0]?.orderToken ?? null);
    await world.cancel(winners[0]?.order?.id ?? '', winners[0]?.orderToken ?? null);
    expect(await redeemed()).toBe(0);
  });

  test('E12: with limit one per customer is redeemed once by a customer with ten simultaneous orders', async () => {
    const code = `EACH${Date.now()}`;
    await world.promotion({ code, title: 'One each', kind: 'PERCENTAGE', percent: 10, limitPerCustomer: 1 });
    const [mug, ada] = [await world.variant(2000, 100), customer(newId('user'))];
    const guestCart = await world.cart([[mug, 1]]);
    await world.codes(guestCart, [code]);
    expect((await world.quote(guestCart)).quote.rejectedPromotions).toContainEqual({
      code,
      reason: 'SIGN_IN_REQUIRED',
    });
    const inputs = await many(10, async () => {
      const cartId = await world.cart([[mug, 1]]);
      await world.codes(cartId, [code]);
      return world.input(cartId, {}, ada);
    });
    const answers = await Promise.all(inputs.map((input) => world.checkout(input, ada)));
    expect(answers.filter(({ order }) => order?.discount.amount === 200)).toHaveLength(1);
    expect(answers.filter(({ order }) => !order)).toHaveLength(9);
  });
});
