import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../support/client.ts';
import { address, codesOf, eur, guest, ordersWorld, staff, type World } from './orders.world.ts';

let world: World;
beforeAll(async () => {
  world = await ordersWorld();
});
afterAll(() => world.stop());

const ORDER =
  'id email status paymentStatus total { amount } refunded { amount } lines { id quantity refundedQuantity total { amount } } timeline { kind message }';
type Amount = { amount: number };
type Order = {
  id: string;
  email: string;
  status: string;
  paymentStatus: string;
  total: Amount;
  refunded: Amount;
  lines: { id: string; quantity: number; refundedQuantity: number; total: Amount }[];
  timeline: { kind: string; message: string }[];
};
type Answer = {
  order: Order | null;
  userErrors: { code: string; message: string; field: string[] | null }[];
};

const read = async (token: string | null): Promise<Order> =>
  (
    await world.tell<{ orderByToken: Order }>(
      'orders',
      guest,
      `query ($token: String!) { orderByToken(token: $token) { ${ORDER} } }`,
      {
        token,
      },
    )
  ).orderByToken;
const refund = async (orderId: string, over: object): Promise<Answer> =>
  (
    await world.tell<{ answer: Answer }>(
      'orders',
      staff,
      `mutation ($input: OrderRefundInput!) { answer: orderRefund(input: $input) { order { ${ORDER} } userErrors { code message field } } }`,
      { input: { orderId, reason: 'scratched', idempotencyKey: randomUUID(), ...over } },
    )
  ).answer;
const becomes = (token: string | null, what: string, fits: (order: Order) => boolean) =>
  until(what, async () => {
    const order = await read(token);
    return fits(order) && order;
  });
const one = (order: Order, index = 0, quantity = 1) => [{ orderLineId: order.lines[index]?.id, quantity }];
const placed = (token: string | null) =>
  becomes(token, 'the order to be placed', ({ status }) => status === 'PLACED');
const report = async (by: 'DAY' | 'PRODUCT') => {
  const query = `query ($from: DateTime!, $to: DateTime!, $by: SalesReportBy!) { salesReport(from: $from, to: $to, by: $by, currency: "EUR") {
    rows { refunds { amount } } totals { refunds { amount } } } }`;
  const [from, to] = [-86_400_000, 86_400_000].map((ms) => new Date(Date.now() + ms).toISOString());
  const { salesReport } = await world.tell<{
    salesReport: { rows: { refunds: Amount }[]; totals: { refunds: Amount } };
  }>('orders', staff, query, { from, to, by });
  return {
    total: salesReport.totals.refunds.amount,
    rows: salesReport.rows.reduce((all, { refunds }) => all + refunds.amount, 0),
  };
};

test('R10: a refund that fails after it succeeded is reversed everywhere, and can be made again', async () => {
  const mug = await world.variant(1000, 10);
  const { payment, orderToken } = await world.buy(await world.cart([[mug, 2]]));
  await world.pay(payment, 'pm_card_refundFail');
  const order = await placed(orderToken);
  const before = await report('DAY');
  expect(codesOf(await refund(order.id, { lines: one(order) }))).toEqual([]);
  await becomes(orderToken, 'the refund to succeed', ({ refunded }) => refunded.amount === 1000);
  expect((await report('DAY')).total).toBe(before.total + 1000);
  await until('the mug to be in stock', async () => (await world.stock(mug)).onHand === 9);
  const undone = await becomes(orderToken, 'the refund to fail', ({ refunded }) => refunded.amount === 0);
  expect(undone).toMatchObject({ paymentStatus: 'PAID', lines: [{ refundedQuantity: 0 }] });
  expect(undone.timeline.at(-1)).toEqual({ kind: 'REFUND_FAILED', message: 'The refund of €10.00 failed.' });
  expect((await report('DAY')).total).toBe(before.total);
  expect(await report('PRODUCT')).toEqual(await report('DAY'));
  await until('the buyer to be notified', async () =>
    world.mailsTo(order.email).some((mail) => mail.includes('could not be completed')),
  );
  expect((await refund(order.id, { lines: one(order) })).order?.lines).toMatchObject([
    { refundedQuantity: 1 },
  ]);
  await becomes(orderToken, 'the second refund to succeed', ({ refunded }) => refunded.amount === 1000);
  expect((await refund(order.id, { lines: one(order) })).order?.lines).toMatchObject([
    { refundedQuantity: 2 },
  ]);
  await until(
    'the other mug to be in stock, and the first only once',
    async () => (await world.stock(mug)).onHand === 10,
  );
});

test('R08: items and shipping are each refunded with their own tax; reports agree', async () => {
  await world.db.query(
    "insert into tax_rates (country, rate, included, on_shipping) values ('SG', 9000, false, true)",
  );
  const cartId = await world.cart([[await world.variant(1000, 10), 2]]);
  const shippingAddress = { ...address, city: 'Singapore', postalCode: '018956', country: 'SG' };
  const quoted = `query ($ref: [_Any!]!, $address: PostalAddressInput, $method: ID) { _entities(representations: $ref) { ... on Cart {
    shippingMethods(shippingAddress: $address) { method { id } } quote(shippingAddress: $address, shippingMethodId: $method) { total { amount currency } } } } }`;
  type Quoted = { _entities: { shippingMethods: { method: { id: string } }[]; quote: { total: Amount } }[] };
  const quote = async (method?: string) =>
    (
      await world.tell<Quoted>('orders', guest, quoted, {
        ref: [{ __typename: 'Cart', id: cartId }],
        address: shippingAddress,
        method,
      })
    )._entities[0];
  const shippingMethodId = (await quote())?.shippingMethods[0]?.method.id ?? '';
  const expectedTotal = (await quote(shippingMethodId))?.quote.total;
  const { payment, orderToken, userErrors } = await world.buy(cartId, {
    shippingAddress,
    shippingMethodId,
    expectedTotal,
  });
  expect(userErrors).toEqual([]);
  await world.pay(payment);
  const order = await placed(orderToken);
  expect(order.total.amount).toBe(2000 + 2990 + 449);
  expect(codesOf(await refund(order.id, { lines: one(order) }))).toEqual([]);
  expect(codesOf(await refund(order.id, { lines: one(order), shipping: true }))).toEqual([]);
  expect(codesOf(await refund(order.id, { shipping: true }))).toEqual(['REFUND_EXCEEDS']);
  const back = await becomes(
    orderToken,
    'all money to be back',
    ({ paymentStatus }) => paymentStatus === 'REFUNDED',
  );
  expect(back.refunded).toEqual(back.total);
  const { rows } = await world.db.query<{ amount: string; shipping: string }>(
    'select amount, shipping from refunds where order_id = $1 order by created_at',
    [order.id],
  );
  expect(rows.map(({ amount, shipping }) => [Number(amount), Number(shipping)])).toEqual([
    [1090, 0],
    [1090 + 3259, 3259],
  ]);
  const days = await report('DAY');
  expect([days.rows, (await report('PRODUCT')).rows]).toEqual([days.total, days.total]);
});

test('R08: an amount that is also for items or shipping is refused', async () => {
  const { payment, orderToken } = await world.buy(await world.cart([[await world.variant(1000, 10), 1]]));
  await world.pay(payment);
  const order = await placed(orderToken);
  for (const over of [{ shipping: true }, { lines: one(order) }])
    expect((await refund(order.id, { amount: eur(1), ...over })).userErrors).toMatchObject([
      { code: 'INVALID', field: ['input', 'amount'] },
    ]);
});

test('R13: items of a free order return to stock without a refund, once per key', async () => {
  const [all, ship] = [`ALL${Date.now()}`, `SHIP${Date.now()}`];
  await world.promotion({ code: all, title: 'All', kind: 'PERCENTAGE', percent: 100 });
  await world.promotion({ code: ship, title: 'Ship', kind: 'FREE_SHIPPING' });
  const mug = await world.variant(1000, 10);
  const cartId = await world.cart([[mug, 2]]);
  await world.codes(cartId, [all, ship]);
  const { orderToken } = await world.buy(cartId);
  const order = await placed(orderToken);
  expect(order.total.amount).toBe(0);
  const once = { lines: one(order), idempotencyKey: randomUUID() };
  const answers = await Promise.all([refund(order.id, once), refund(order.id, once), refund(order.id, once)]);
  expect(answers.map(codesOf)).toEqual([[], [], []]);
  const after = await read(orderToken);
  expect(after).toMatchObject({
    paymentStatus: 'PAID',
    refunded: { amount: 0 },
    lines: [{ refundedQuantity: 1 }],
  });
  expect(after.timeline.at(-1)).toEqual({
    kind: 'REFUNDED',
    message: '1 item was returned. No money was refunded.',
  });
  await until('it to be in stock', async () => (await world.stock(mug)).onHand === 9);
  await until('the buyer to be notified', async () =>
    world.mailsTo(order.email).some((mail) => mail.includes('Your return for order')),
  );
  expect(codesOf(await refund(order.id, {}))).toEqual([]);
  await until('all to be in stock', async () => (await world.stock(mug)).onHand === 10);
  expect(codesOf(await refund(order.id, {}))).toEqual(['REFUND_EXCEEDS']);
});

test('R13: the free item of buy one, get one can be returned alone or with the other', async () => {
  const code = `TWO${Date.now()}`;
  await world.promotion({ code, title: 'One more', kind: 'BUY_X_GET_Y', buyQuantity: 1, getQuantity: 1 });
  const [mug, pot] = [await world.variant(1000, 10), await world.variant(2000, 10)];
  const bought = async () => {
    const cartId = await world.cart([
      [mug, 1],
      [pot, 1],
    ]);
    await world.codes(cartId, [code]);
    const { payment, orderToken } = await world.buy(cartId);
    await world.pay(payment);
    return { orderToken, order: await placed(orderToken) };
  };
  const [alone, both] = [await bought(), await bought()];
  expect(alone.order.lines.map(({ total }) => total.amount)).toEqual([0, 2000]);
  expect((await refund(alone.order.id, { lines: one(alone.order) })).order).toMatchObject({
    refunded: { amount: 0 },
    paymentStatus: 'PAID',
    lines: [{ refundedQuantity: 1 }, { refundedQuantity: 0 }],
  });
  expect(
    codesOf(await refund(both.order.id, { lines: [...one(both.order), ...one(both.order, 1)] })),
  ).toEqual([]);
  await becomes(both.orderToken, 'the money to be back', ({ refunded }) => refunded.amount === 2000);
  await until(
    'all three to be in stock',
    async () => (await world.stock(mug)).onHand + (await world.stock(pot)).onHand === 19,
  );
});

test('R10: if the refund of a cancelled order fails, it can be refunded again, and its items stay in stock', async () => {
  const mug = await world.variant(1000, 10);
  const { payment, orderToken } = await world.buy(await world.cart([[mug, 2]]));
  await world.pay(payment, 'pm_card_refundFail');
  const { id } = await placed(orderToken);
  expect(codesOf(await world.cancel(id, orderToken))).toEqual([]);
  await becomes(orderToken, 'the refund to succeed', ({ paymentStatus }) => paymentStatus === 'REFUNDED');
  const failed = await becomes(
    orderToken,
    'the refund to fail',
    ({ paymentStatus }) => paymentStatus === 'PAID',
  );
  expect(failed).toMatchObject({ status: 'CANCELLED', refunded: { amount: 0 } });
  await until('the mugs to be in stock', async () => (await world.stock(mug)).onHand === 10);
  expect(codesOf(await refund(id, {}))).toEqual([]);
  const again = await becomes(
    orderToken,
    'the second refund to succeed',
    ({ paymentStatus }) => paymentStatus === 'REFUNDED',
  );
  expect(again.timeline.filter(({ kind }) => kind === 'REFUNDED')).toHaveLength(2);
  expect((await world.stock(mug)).onHand).toBe(10);
});
