import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bought, checkout, confirm, orderBy, pay, placed } from '../support/buying.ts';
import { until } from '../support/client.ts';
import { checkoutWorld, codes, count, times } from './checkout.world.ts';

const PATIENCE_MS = 100_000;
const SPREAD_MS = 15;

let world: Awaited<ReturnType<typeof checkoutWorld>>;
beforeAll(async () => {
  world = await checkoutWorld();
});
afterAll(() => world?.stop());

const buy = (input: object, buyer = {}): Promise<Bought> => checkout(world.url, input, buyer);
const allBuy = (inputs: readonly object[], buyer = {}): Promise<Bought[]> =>
  Promise.all(inputs.map((input) => buy(input, buyer)));
const one = <T>(all: readonly T[], is: (each: T) => boolean): T => {
  const [found, ...more] = all.filter(is);
  if (!found || more.length > 0)
    throw new Error(`${found ? more.length + 1 : 0} of what there should be one of`);
  return found;
};
const comesTo = (variant: string, onHand: number) =>
  until(
    `the stock to come to ${onHand}`,
    async () => JSON.stringify(await world.stock(variant)) === level(onHand),
    PATIENCE_MS,
  );
const level = (onHand: number): string => JSON.stringify({ onHand, reserved: 0, available: onHand });

test('E06: of a hundred buyers of the last unit one gets it and pays for it, and nothing is oversold', async () => {
  const variant = await world.variant(1);
  const answers = await allBuy(await world.inputs(variant, 100));
  expect([count(codes(answers), 'PENDING'), count(codes(answers), 'OUT_OF_STOCK')]).toEqual([1, 99]);
  expect(
    answers.flatMap(({ userErrors }) => userErrors).every(({ message }) => message.includes('sold out')),
  ).toBe(true);
  expect(await world.stock(variant)).toEqual({ onHand: 1, reserved: 1, available: 0 });
  const bought = one(answers, ({ order }) => order !== null);
  await pay(world.url, bought);
  await placed(world.url, bought);
  await comesTo(variant, 0);
});

test('F01: one key fifty times at once is one order, and each answer shows it', async () => {
  const variant = await world.variant(100);
  const [input = {}] = await world.inputs(variant, 1);
  const answers = await times(50, () => buy(input));
  expect(new Set(answers.map(({ order }) => order?.id)).size).toBe(1);
  expect(new Set(answers.map(({ payment }) => payment?.id)).size).toBe(1);
  expect(answers.every(({ orderToken, payment }) => orderToken && payment?.clientSecret)).toBe(true);
  expect((await world.stock(variant)).reserved).toBe(1);
});

test('F02: the key with another input is refused', async () => {
  const [input] = await world.inputs(await world.variant(5), 1);
  await buy({ ...input });
  expect(codes([await buy({ ...input, email: 'another@example.com' })])).toEqual(['IDEMPOTENCY_KEY_REUSED']);
});

test('F03: one cart bought under twenty keys is one order', async () => {
  const variant = await world.variant(100);
  const [input] = await world.inputs(variant, 1);
  const answers = await allBuy(
    Array.from({ length: 20 }, () => ({ ...input, idempotencyKey: randomUUID() })),
  );
  expect(new Set(answers.flatMap(({ order }) => order?.id ?? [])).size).toBe(1);
  expect(answers.every(({ order, userErrors }) => order || userErrors[0]?.code === 'CART_CLOSED')).toBe(true);
  expect((await world.stock(variant)).reserved).toBe(1);
});

const TOLD = ['PROMOTION_REJECTED', 'PRICE_CHANGED'];
const FIVE_EUROS = { kind: 'FIXED_AMOUNT', amount: { amount: 500, currency: 'EUR' } };

test('E12: of a hundred buyers with a coupon for one, one has the discount, the others are told, and cancelling frees it once', async () => {
  const [variant, code] = [await world.variant(200), await world.promotion({ ...FIVE_EUROS, limit: 1 })];
  const answers = await allBuy(await world.inputs(variant, 100, code));
  expect([
    count(codes(answers), 'PENDING'),
    codes(answers).filter((each) => TOLD.includes(each)).length,
  ]).toEqual([1, 99]);
  expect(await world.redeemed(code)).toBe(1);
  const bought = one(answers, ({ order }) => order !== null);
  await times(5, () => world.cancel(bought));
  expect(await world.redeemed(code)).toBe(0);
  await comesTo(variant, 200);
});

test('E12: a customer who buys fifty carts at once has the coupon of one each for one of them', async () => {
  const [variant, code] = [
    await world.variant(200),
    await world.promotion({ ...FIVE_EUROS, limitPerCustomer: 1 }),
  ];
  const answers = await allBuy(await world.inputs(variant, 50, code, world.customer), world.customer);
  expect([
    count(codes(answers), 'PENDING'),
    codes(answers).filter((each) => TOLD.includes(each)).length,
  ]).toEqual([1, 49]);
  expect([await world.redeemed(code), (await world.stock(variant)).reserved]).toEqual([1, 1]);
});

test('F01: a payment confirmed ten times at once is captured once', async () => {
  const variant = await world.variant(5);
  const [bought] = await allBuy(await world.inputs(variant, 1));
  if (!bought) throw new Error('There is one answer.');
  await times(10, () => confirm(world.url, bought.payment));
  const { timeline } = await placed(world.url, bought);
  for (const once of ['PAYMENT_CAPTURED', 'PLACED'])
    expect(timeline.filter(({ kind }) => kind === once)).toHaveLength(1);
  await comesTo(variant, 4);
});

/** Paid and placed, or cancelled with nothing taken or all of it given back; null while it is neither yet. */
const fateOf = async ({ orderToken }: Bought): Promise<'PLACED' | 'CANCELLED' | null> => {
  const order = await orderBy(world.url, orderToken);
  if (order?.status === 'PLACED' && order.paymentStatus === 'PAID') return 'PLACED';
  return order?.status === 'CANCELLED' && ['VOIDED', 'REFUNDED'].includes(order.paymentStatus)
    ? 'CANCELLED'
    : null;
};

test('F16: of forty orders paid and cancelled at once each is placed and paid, or cancelled and its money given back', async () => {
  const variant = await world.variant(100);
  const orders = await allBuy(await world.inputs(variant, 40));
  const race = async (bought: Bought, i: number): Promise<unknown> => {
    const later = (ahead: number) => wait(Math.max(0, ahead) * SPREAD_MS);
    return Promise.all([
      later(i - 20).then(() => confirm(world.url, bought.payment)),
      later(20 - i).then(() => world.cancel(bought)),
    ]);
  };
  await Promise.all(orders.map(race));
  const fates = await Promise.all(
    orders.map((bought) => until('the order to end', () => fateOf(bought), PATIENCE_MS)),
  );
  await comesTo(variant, 100 - count(fates, 'PLACED'));
});

test('INV: after all of it the books agree', async () => {
  const { checked, faults } = await world.reconcile(PATIENCE_MS);
  expect(faults).toEqual([]);
  expect(checked).toBeGreaterThan(40);
});
