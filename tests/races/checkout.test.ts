import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bought, checkout, checkoutInput, confirm, newCart, newVariant, orderBy, stockOf } from '../support/buying.ts';
import { must, signedInAs, until } from '../support/client.ts';
import { openShop } from '../support/demo.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
let staff: Record<string, string>;
beforeAll(async () => {
  graph = await startGraph({ copies: { orders: 3, products: 2 } });
  await openShop(graph);
  staff = await signedInAs(graph.url, 'staff@example.com');
});
afterAll(() => graph?.stop());

const times = <T>(count: number, make: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => make(i)));
const codes = (answers: readonly Bought[]): string[] => answers.map(({ order, userErrors }) => userErrors[0]?.code ?? order?.status ?? '');
const count = (all: readonly string[], one: string): number => all.filter((each) => each === one).length;
const inputFor = async (variant: string, quantity = 1) => checkoutInput(graph.url, await newCart(graph.url, variant, quantity));

test('E06: of forty buyers of the last unit one gets it, and nothing is oversold', async () => {
  const variant = await newVariant(graph.url, staff, 1);
  const inputs = await times(40, () => inputFor(variant));
  const answers = await Promise.all(inputs.map((input) => checkout(graph.url, input)));
  expect(count(codes(answers), 'PENDING')).toBe(1);
  expect(count(codes(answers), 'OUT_OF_STOCK')).toBe(39);
  expect(await stockOf(graph.url, staff, variant)).toEqual({ onHand: 1, reserved: 1, available: 0 });
});

test('F01: one key fifty times at once is one order, and each answer shows it', async () => {
  const variant = await newVariant(graph.url, staff, 100);
  const input = await inputFor(variant, 2);
  const answers = await times(50, () => checkout(graph.url, input));
  expect(new Set(answers.map(({ order }) => order?.id)).size).toBe(1);
  expect(new Set(answers.map(({ payment }) => payment?.id)).size).toBe(1);
  expect(answers.every(({ orderToken, payment }) => orderToken && payment?.clientSecret)).toBe(true);
  expect((await stockOf(graph.url, staff, variant)).reserved).toBe(2);
});

test('F02: the key with another input is refused', async () => {
  const input = await inputFor(await newVariant(graph.url, staff, 5));
  await checkout(graph.url, input);
  expect(codes([await checkout(graph.url, { ...input, email: 'another@example.com' })])).toEqual(['IDEMPOTENCY_KEY_REUSED']);
});

test('F03: twenty keys for one cart are one order', async () => {
  const variant = await newVariant(graph.url, staff, 100);
  const input = await inputFor(variant);
  const answers = await times(20, () => checkout(graph.url, { ...input, idempotencyKey: randomUUID() }));
  const orders = new Set(answers.map(({ order }) => order?.id).filter(Boolean));
  expect(orders.size).toBe(1);
  expect(answers.every(({ order, userErrors }) => order || userErrors[0]?.code === 'CART_CLOSED')).toBe(true);
  expect((await stockOf(graph.url, staff, variant)).reserved).toBe(1);
});

test('E12: of twenty buyers with a coupon for one, one has the discount and the others are told', async () => {
  const variant = await newVariant(graph.url, staff, 100, 2000);
  const code = `ONE${randomUUID().slice(0, 8)}`.toUpperCase();
  const promotion = { code, title: 'One only', kind: 'FIXED_AMOUNT', amount: { amount: 500, currency: 'EUR' }, limit: 1 };
  const CREATE = 'mutation ($input: PromotionCreateInput!) { promotionCreate(input: $input) { promotion { id } userErrors { code } } }';
  await must(graph.url, CREATE, { input: promotion }, staff);
  const SET = 'mutation ($input: CartPromotionCodesSetInput!) { cartPromotionCodesSet(input: $input) { cart { id } userErrors { code } } }';
  const inputs = await times(20, async () => {
    const cartId = await newCart(graph.url, variant);
    await must(graph.url, SET, { input: { cartId, codes: [code] } });
    return checkoutInput(graph.url, cartId);
  });
  const answers = await Promise.all(inputs.map((input) => checkout(graph.url, input)));
  expect(count(codes(answers), 'PENDING')).toBe(1);
  expect(answers.filter(({ order }) => !order).every(({ userErrors }) => userErrors.length > 0)).toBe(true);
  const REDEEMED = 'query { promotions(first: 100) { nodes { code redeemed } } }';
  const { promotions } = await must<{ promotions: { nodes: { code: string; redeemed: number }[] } }>(graph.url, REDEEMED, {}, staff);
  expect(promotions.nodes.find((each) => each.code === code)?.redeemed).toBe(1);
});

test('F01: a payment confirmed ten times at once is captured once', async () => {
  const variant = await newVariant(graph.url, staff, 5);
  const bought = await checkout(graph.url, await inputFor(variant));
  await times(10, () => confirm(graph.url, bought.payment));
  const placed = await until('the order to be placed', async () => {
    const order = await orderBy(graph.url, bought.orderToken);
    return order?.status === 'PLACED' ? order : null;
  });
  expect(placed.timeline.filter(({ kind }) => kind === 'PAYMENT_CAPTURED')).toHaveLength(1);
  expect(placed.timeline.filter(({ kind }) => kind === 'PLACED')).toHaveLength(1);
  expect(await stockOf(graph.url, staff, variant)).toEqual({ onHand: 4, reserved: 0, available: 4 });
});
