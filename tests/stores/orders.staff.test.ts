import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Viewer } from '../../kernel/viewer.ts';
import { until } from '../support/client.ts';
import { codesOf, eur, guest, ordersWorld, staff, type World } from './orders.world.ts';

let world: World;
beforeAll(async () => {
  world = await ordersWorld();
});
afterAll(() => world.stop());

const DESK =
  'id status paymentStatus fulfillmentStatus refunded { amount } total { amount } lines { id quantity fulfilledQuantity refundedQuantity total { amount } } fulfillments { id carrier trackingNumber deliveredAt lines { quantity } } notes { body } timeline { kind }';
const FULFILL = `mutation ($input: OrderFulfillInput!) { answer: orderFulfill(input: $input) { order { ${DESK} } userErrors { code message field } } }`;
const DELIVERED = `mutation ($order: ID!, $parcel: ID!) { answer: orderMarkDelivered(orderId: $order, fulfillmentId: $parcel) { order { ${DESK} } userErrors { code message field } } }`;
const REFUND = `mutation ($input: OrderRefundInput!) { answer: orderRefund(input: $input) { order { ${DESK} } userErrors { code message field } } }`;
const NOTE = `mutation ($input: OrderNoteAddInput!) { answer: orderNoteAdd(input: $input) { order { ${DESK} } userErrors { code message field } } }`;

type Desk = {
  id: string;
  status: string;
  paymentStatus: string;
  fulfillmentStatus: string;
  refunded: { amount: number };
  total: { amount: number };
  lines: {
    id: string;
    quantity: number;
    fulfilledQuantity: number;
    refundedQuantity: number;
    total: { amount: number };
  }[];
  fulfillments: {
    id: string;
    trackingNumber: string | null;
    deliveredAt: string | null;
    lines: { quantity: number }[];
  }[];
  notes: { body: string }[];
  timeline: { kind: string }[];
};
type Answer = { order: Desk | null; userErrors: { code: string; message: string; field: string[] | null }[] };

const ask = async (query: string, variables: object): Promise<Answer> =>
  (await world.tell<{ answer: Answer }>('orders', staff, query, variables)).answer;
const read = async (token: string | null, viewer: typeof guest | Viewer = guest): Promise<Desk> =>
  (
    await world.tell<{ orderByToken: Desk }>(
      'orders',
      viewer,
      `query ($token: String!) { orderByToken(token: $token) { ${DESK} } }`,
      {
        token,
      },
    )
  ).orderByToken;

const bought = async (quantity = 3, price = 1999) => {
  const variantId = await world.variant(price, 10);
  const done = await world.buy(await world.cart([[variantId, quantity]]));
  await world.pay(done.payment);
  const token = done.orderToken;
  const order = await until('the order to be placed', async () => {
    const now = await read(token);
    return now.status === 'PLACED' && now;
  });
  return { order, token, variantId, lineId: order.lines[0]?.id ?? '' };
};

const fulfill = (orderId: string, lineId: string, quantity: number, over: object = {}) =>
  ask(FULFILL, {
    input: { orderId, lines: [{ orderLineId: lineId, quantity }], idempotencyKey: randomUUID(), ...over },
  });
const refund = (orderId: string, over: object = {}) =>
  ask(REFUND, { input: { orderId, reason: 'scratched', idempotencyKey: randomUUID(), ...over } });
const settled = (token: string | null, amount: number) =>
  until('the money to be back', async () => {
    const now = await read(token);
    return now.refunded.amount === amount && now;
  });

test('an order ships in parts, and is completed once all parcels are delivered', async () => {
  const { order, token, lineId } = await bought();
  const first = await fulfill(order.id, lineId, 1, {
    carrier: 'DHL',
    trackingNumber: 'T1',
    trackingUrl: 'https://track.example/T1',
  });
  expect(first.order).toMatchObject({
    fulfillmentStatus: 'PARTIALLY_FULFILLED',
    fulfillments: [{ trackingNumber: 'T1', lines: [{ quantity: 1 }] }],
  });
  expect(codesOf(await fulfill(order.id, lineId, 3))).toEqual(['INVALID']);
  const second = await fulfill(order.id, lineId, 2);
  expect(second.order).toMatchObject({ fulfillmentStatus: 'FULFILLED', lines: [{ fulfilledQuantity: 3 }] });
  expect(codesOf(await fulfill(order.id, lineId, 1))).toEqual(['INVALID']);
  const parcels = second.order?.fulfillments ?? [];
  const one = await ask(DELIVERED, { order: order.id, parcel: parcels[0]?.id });
  expect(one.order).toMatchObject({ status: 'PLACED', fulfillmentStatus: 'FULFILLED' });
  const both = await ask(DELIVERED, { order: order.id, parcel: parcels[1]?.id });
  expect(both.order).toMatchObject({ status: 'COMPLETED', fulfillmentStatus: 'DELIVERED' });
  expect((await ask(DELIVERED, { order: order.id, parcel: parcels[1]?.id })).order?.timeline).toEqual(
    both.order?.timeline,
  );
  const { email } = await world
    .tell<{ orderByToken: { email: string } }>(
      'orders',
      guest,
      'query ($token: String!) { orderByToken(token: $token) { email } }',
      {
        token,
      },
    )
    .then(({ orderByToken }) => orderByToken);
  await until(
    'the mails',
    async () => world.mailsTo(email).filter((mail) => /is on its way|has arrived/.test(mail)).length === 4,
  );
});

test('ten clerks ship the same order at once: each item ships once', async () => {
  const { order, lineId, token } = await bought(3);
  const answers = await Promise.all(Array.from({ length: 10 }, () => fulfill(order.id, lineId, 1)));
  expect(answers.filter((answer) => answer.order)).toHaveLength(3);
  expect((await read(token)).lines[0]?.fulfilledQuantity).toBe(3);
});

test('a parcel ships once per key, and the key works for no other parcel', async () => {
  const { order, lineId } = await bought(3);
  const idempotencyKey = randomUUID();
  const same = await Promise.all(
    Array.from({ length: 5 }, () => fulfill(order.id, lineId, 1, { idempotencyKey })),
  );
  expect(same.map((answer) => answer.order?.fulfillments.length)).toEqual([1, 1, 1, 1, 1]);
  expect(codesOf(await fulfill(order.id, lineId, 2, { idempotencyKey }))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
});

test('F15: of ten simultaneous refunds of 30%, three succeed, and never more than was paid', async () => {
  const { order, token } = await bought(1, 9510);
  const part = Math.floor(order.total.amount * 0.3);
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => refund(order.id, { amount: eur(part) })),
  );
  expect(answers.filter((answer) => answer.order)).toHaveLength(3);
  expect(answers.flatMap(codesOf)).toEqual(Array.from({ length: 7 }, () => 'REFUND_EXCEEDS'));
  expect(await settled(token, 3 * part)).toMatchObject({ paymentStatus: 'PARTIALLY_REFUNDED' });
  expect(codesOf(await refund(order.id, { amount: eur(part) }))).toEqual(['REFUND_EXCEEDS']);
});

test('F15: a refund repeated with its key happens once, with the same answer', async () => {
  const { order, token } = await bought();
  const over = { amount: eur(1000), idempotencyKey: randomUUID() };
  const answers = await Promise.all(Array.from({ length: 3 }, () => refund(order.id, over)));
  expect(answers.map(codesOf)).toEqual([[], [], []]);
  await settled(token, 1000);
  expect(codesOf(await refund(order.id, { ...over, amount: eur(999) }))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  expect((await read(token)).refunded.amount).toBe(1000);
});

test('items are refunded at their price and return to stock, and are no longer to be shipped', async () => {
  const { order, token, lineId, variantId } = await bought(3);
  expect((await world.stock(variantId)).onHand).toBe(7);
  expect(codesOf(await refund(order.id, { lines: [{ orderLineId: lineId, quantity: 4 }] }))).toEqual([
    'INVALID',
  ]);
  const worth = Math.round((order.lines[0]?.total.amount ?? 0) / 3);
  expect((await refund(order.id, { lines: [{ orderLineId: lineId, quantity: 1 }] })).order).toMatchObject({
    lines: [{ refundedQuantity: 1 }],
  });
  await settled(token, worth);
  await until('the stock to be back', async () => (await world.stock(variantId)).onHand === 8);
  expect(codesOf(await fulfill(order.id, lineId, 3))).toEqual(['INVALID']);
  expect((await fulfill(order.id, lineId, 2)).order).toMatchObject({ fulfillmentStatus: 'FULFILLED' });
});

test('without lines and amount, everything that is left is refunded', async () => {
  const { order, token, variantId } = await bought();
  await refund(order.id, { amount: eur(500) });
  await refund(order.id);
  expect(await settled(token, order.total.amount)).toMatchObject({
    paymentStatus: 'REFUNDED',
    lines: [{ refundedQuantity: 3 }],
  });
  await until('the stock to be back', async () => (await world.stock(variantId)).onHand === 10);
  expect(codesOf(await refund(order.id))).toEqual(['REFUND_EXCEEDS']);
});

test('E04: another currency, both lines and amount, and a missing reason are refused', async () => {
  const { order, lineId } = await bought(1);
  expect(codesOf(await refund(order.id, { amount: { amount: 1, currency: 'USD' } }))).toEqual([
    'CURRENCY_MISMATCH',
  ]);
  expect(
    codesOf(await refund(order.id, { amount: eur(1), lines: [{ orderLineId: lineId, quantity: 1 }] })),
  ).toEqual(['INVALID']);
  expect(codesOf(await refund(order.id, { reason: ' ' }))).toEqual(['INVALID']);
  await expect(refund(order.id, { amount: eur(-5) })).rejects.toThrow('BAD_USER_INPUT');
});

test('notes and their events are visible to staff only', async () => {
  const { order, token } = await bought(1);
  const noted = await ask(NOTE, { input: { orderId: order.id, body: ' Rang twice. ' } });
  expect(noted.order).toMatchObject({ notes: [{ body: 'Rang twice.' }] });
  expect(noted.order?.timeline.map(({ kind }) => kind)).toContain('NOTE_ADDED');
  const seen = await read(token);
  expect(seen.notes).toEqual([]);
  expect(seen.timeline.map(({ kind }) => kind)).not.toContain('NOTE_ADDED');
});

test('the invoice is a PDF behind a link that expires, numbered without gaps', async () => {
  const QUERY = 'query ($token: String!) { orderByToken(token: $token) { invoiceUrl } }';
  const urlOf = (token: string | null) =>
    world
      .tell<{ orderByToken: { invoiceUrl: string | null } }>('orders', guest, QUERY, { token })
      .then(({ orderByToken }) => orderByToken.invoiceUrl);
  const open = await world.buy(await world.cart([[await world.variant(500, 5), 1]]));
  expect(await urlOf(open.orderToken)).toBeNull();
  const { token } = await bought(2);
  const link = new URL(await until('the invoice', () => urlOf(token)));
  const at = new URL(
    `${link.pathname.replace('/files/orders/', '/files/')}${link.search}`,
    world.env.ORDERS_URL ?? `http://127.0.0.1:${world.env.PORT}`,
  );
  const file = await fetch(at);
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(
    Buffer.from(await file.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  for (const wrong of [
    '',
    '?expires=99999999999&signature=x',
    link.search.replace(/expires=\d/, 'expires=9'),
  ])
    expect((await fetch(new URL(wrong || '?', `${at.origin}${at.pathname}`))).status).toBe(404);
  const { rows } = await world.db.query<{ number: number }>('select number from invoices order by number');
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
});
