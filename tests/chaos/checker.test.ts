import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type History, openHistory } from './history.ts';
import { violationsOf } from './invariants.ts';
import type { Snapshot } from './snapshot.ts';

const INITIAL = 10;
/** Every kind that the checker may report. */
const KINDS = new Set(
  [...readFileSync('tests/chaos/invariants.ts', 'utf8').matchAll(/violation\(\s*'([A-Z_]+)'/g)].map(
    ([, kind]) => kind ?? '',
  ),
);
const placedAt = new Date('2026-12-01T12:00:00Z');

/** A small shop in which all is right: one order that was paid and refunded in part, one that was cancelled, one adjustment. */
const right = (): { snapshot: Snapshot; history: History } => {
  const { history, checkout, cart, adjustment, name, secret } = openHistory();
  checkout({ key: 'key-1', cartId: 'cart-1', orderId: 'ord-1', totalMinor: 2_490 });
  cart({ id: 'cart-1', version: 2, lines: [['var-1', 2]] });
  adjustment('adjust-1', 'var-1', 3, 'acknowledged');
  name('ada@example.com', 'Ada');
  secret('password', 'password of ada');
  const order = {
    number: 'A1',
    cartId: 'cart-1',
    cartReleased: false,
    ownerId: 'user-1',
    status: 'PLACED',
    paymentStatus: 'PARTIALLY_REFUNDED',
    paymentId: 'pay-1',
    currency: 'EUR',
    subtotal: 2_000,
    discount: 200,
    shipping: 500,
    tax: 190,
    taxIncluded: false,
    total: 2_490,
    refunded: 100,
    placedAt,
  };
  const line = {
    orderId: 'ord-1',
    variantId: 'var-1',
    quantity: 2,
    subtotal: 2_000,
    discount: 200,
    total: 1_990,
  };
  const movement = (id: string, kind: string, onHandDelta: number) => ({
    id,
    variantId: 'var-1',
    kind,
    onHandDelta,
    reservedDelta: 0,
    orderId: null,
    reason: null,
  });
  const snapshot: Snapshot = {
    orders: [
      { id: 'ord-1', ...order },
      {
        id: 'ord-2',
        ...order,
        number: 'A2',
        cartId: 'cart-2',
        status: 'CANCELLED',
        paymentId: null,
        refunded: 0,
        placedAt: null,
      },
    ],
    lines: [line, { ...line, orderId: 'ord-2' }],
    refunds: [{ orderId: 'ord-1', amount: 100, status: 'SUCCEEDED' }],
    promotions: [{ id: 'promo-1', code: 'FEW', limit: 1, limitPerCustomer: 1, redeemed: 1 }],
    redemptions: [
      { promotionId: 'promo-1', orderId: 'ord-1', ownerId: 'user-1', givenBack: false },
      { promotionId: 'promo-1', orderId: 'ord-2', ownerId: 'user-1', givenBack: true },
    ],
    invoices: [{ orderId: 'ord-1', series: '2026', number: 1 }],
    payments: [
      {
        id: 'pay-1',
        orderId: 'ord-1',
        amount: 2_490,
        status: 'PARTIALLY_REFUNDED',
        providerId: 'pi-1',
        captured: 2_490,
        refunded: 100,
      },
    ],
    openCalls: 0,
    ledger: [
      { transactionId: 'tx-1', paymentId: 'pay-1', debit: 2_490, credit: 0, currency: 'EUR' },
      { transactionId: 'tx-1', paymentId: 'pay-1', debit: 0, credit: 2_490, currency: 'EUR' },
    ],
    jobs: [],
    stock: [{ id: 'var-1', onHand: 11, reserved: 0, available: 11, holds: 0, pending: 0 }],
    movements: [movement('m1', 'SET', 10), movement('m2', 'ADJUST', 3), movement('m3', 'COMMIT', -2)],
    carts: [{ id: 'cart-1', version: 3, lines: [] }],
    givenNames: new Map([['ada@example.com', 'Ada']]),
    intents: [{ id: 'pi-1', status: 'succeeded', amount: 2_490, received: 2_490, paymentId: 'pay-1' }],
    providerRefunds: [{ intentId: 'pi-1', amount: 100, status: 'succeeded' }],
    logs: new Map([['orders.log', '{"level":"info","msg":"listening"}']]),
  };
  return { snapshot, history };
};

const kindsOf = (snapshot: Snapshot, history: History): string[] =>
  violationsOf(snapshot, history, INITIAL).map(({ kind }) => kind);

test('a shop in which all is right has no violation', () => {
  const { snapshot, history } = right();
  expect(violationsOf(snapshot, history, INITIAL)).toEqual([]);
});

type Planted = readonly [kind: string, what: string, plant: (snapshot: Snapshot) => Partial<Snapshot>];
const first = <T>(all: readonly T[], change: Partial<T>): T[] =>
  all.map((each, at) => (at === 0 ? { ...each, ...change } : each));

const PLANTED: readonly Planted[] = [
  [
    'NOT_SETTLED',
    'an order that stays pending',
    ({ orders }) => ({
      orders: [
        ...orders,
        {
          ...(orders[1] as (typeof orders)[number]),
          id: 'ord-3',
          number: 'A3',
          cartId: 'cart-3',
          status: 'PENDING',
        },
      ],
    }),
  ],
  [
    'NOT_SETTLED',
    'a payment of which nobody knows',
    ({ payments }) => ({ payments: first(payments, { status: 'UNKNOWN' }) }),
  ],
  ['NOT_SETTLED', 'a call that is not answered', () => ({ openCalls: 1 })],
  [
    'NOT_SETTLED',
    'a job that waits',
    () => ({
      jobs: [{ database: 'orders', task: 'mail', attempts: 1, isDead: false, isOpen: true, error: null }],
    }),
  ],
  [
    'RESERVATION_LEFT',
    'a reservation that outlives its order',
    ({ stock }) => ({ stock: first(stock, { reserved: 1, available: 10, holds: 1 }) }),
  ],
  [
    'JOB_DEAD',
    'a job that gave up',
    () => ({
      jobs: [{ database: 'orders', task: 'mail', attempts: 25, isDead: true, isOpen: false, error: 'x' }],
    }),
  ],
  [
    'STOCK_LEVEL',
    'stock below zero',
    ({ stock }) => ({ stock: first(stock, { onHand: -1, available: -1 }) }),
  ],
  [
    'STOCK_LEVEL',
    'an available number that is not the difference',
    ({ stock }) => ({ stock: first(stock, { available: 9 }) }),
  ],
  [
    'STOCK_MOVEMENTS',
    'a level without its movement',
    ({ stock }) => ({ stock: first(stock, { onHand: 12, available: 12 }) }),
  ],
  [
    'STOCK_OPENING',
    'an opening that was entered twice',
    ({ movements, stock }) => ({
      movements: [...movements, { ...(movements[0] as (typeof movements)[number]), id: 'm9' }],
      stock: first(stock, { onHand: 21, available: 21 }),
    }),
  ],
  [
    'STOCK_ADJUSTED',
    'an adjustment that was made twice',
    ({ movements, stock }) => ({
      movements: [...movements, { ...(movements[1] as (typeof movements)[number]), id: 'm9' }],
      stock: first(stock, { onHand: 14, available: 14 }),
    }),
  ],
  [
    'STOCK_ADJUSTED',
    'an acknowledged adjustment that is lost',
    ({ movements, stock }) => ({
      movements: movements.filter(({ kind }) => kind !== 'ADJUST'),
      stock: first(stock, { onHand: 8, available: 8 }),
    }),
  ],
  [
    'STOCK_SOLD',
    'a placed order whose stock was not taken',
    ({ movements, stock }) => ({
      movements: movements.filter(({ kind }) => kind !== 'COMMIT'),
      stock: first(stock, { onHand: 13, available: 13 }),
    }),
  ],
  [
    'STOCK_SOLD',
    'stock that was taken twice for one order',
    ({ movements, stock }) => ({
      movements: [...movements, { ...(movements[2] as (typeof movements)[number]), id: 'm9' }],
      stock: first(stock, { onHand: 9, available: 9 }),
    }),
  ],
  [
    'STOCK_RETURNED',
    'more put back than was sold',
    ({ movements, stock }) => ({
      movements: [
        ...movements,
        { ...(movements[0] as (typeof movements)[number]), id: 'm9', kind: 'RETURN', onHandDelta: 3 },
      ],
      stock: first(stock, { onHand: 14, available: 14 }),
    }),
  ],
  ['ORDER_LOST', 'an acknowledged order that is not there', ({ orders }) => ({ orders: orders.slice(1) })],
  [
    'ORDER_CHANGED',
    'an order with another total than was acknowledged',
    ({ orders }) => ({ orders: first(orders, { total: 2_491, tax: 191 }) }),
  ],
  [
    'CART_TWICE',
    'a cart that became two orders',
    ({ orders }) => ({
      orders: [...orders, { ...(orders[0] as (typeof orders)[number]), id: 'ord-3', number: 'A3' }],
    }),
  ],
  [
    'NUMBER_TWICE',
    'a number that two orders have',
    ({ orders }) => ({ orders: orders.map((order) => ({ ...order, number: 'A1' })) }),
  ],
  [
    'ORDER_TOTAL',
    'a total that its parts do not make',
    ({ orders }) => ({ orders: first(orders, { shipping: 501 }) }),
  ],
  [
    'ORDER_SUBTOTAL',
    'a subtotal that its lines do not make',
    ({ lines }) => ({ lines: first(lines, { subtotal: 1_999 }) }),
  ],
  ['ORDER_LINES', 'an order without lines', ({ lines }) => ({ lines: lines.slice(1) })],
  [
    'AUTHORIZATION_LEFT',
    'money that is held for nothing',
    ({ intents }) => ({
      intents: [
        ...intents,
        { id: 'pi-2', status: 'requires_capture', amount: 1, received: 0, paymentId: null },
      ],
    }),
  ],
  [
    'CHARGE_ORPHAN',
    'a charge that no payment knows',
    ({ intents }) => ({
      intents: [...intents, { id: 'pi-2', status: 'succeeded', amount: 1, received: 1, paymentId: 'pay-1' }],
    }),
  ],
  [
    'CAPTURED_DIFFERS',
    'another amount at the provider',
    ({ intents }) => ({ intents: first(intents, { received: 2_491 }) }),
  ],
  ['CHARGE_MISSING', 'a captured payment that the provider does not have', () => ({ intents: [] })],
  [
    'CHARGE_MISSING',
    'a captured payment that the provider did not charge',
    ({ intents }) => ({ intents: first(intents, { received: 0 }) }),
  ],
  ['REFUNDED_DIFFERS', 'a refund that the provider does not have', () => ({ providerRefunds: [] })],
  [
    'REFUND_EXCEEDS',
    'more refunded than captured',
    ({ payments }) => ({ payments: first(payments, { refunded: 2_491 }) }),
  ],
  [
    'CHARGE_WITHOUT_ORDER',
    'a charge of no order',
    ({ payments }) => ({ payments: first(payments, { orderId: 'ord-9' }) }),
  ],
  [
    'CHARGE_OF_CANCELLED',
    'money that is kept for a cancelled order',
    ({ orders }) => ({ orders: first(orders, { status: 'CANCELLED' }) }),
  ],
  [
    'ORDER_UNPAID',
    'a placed order that was not charged',
    ({ orders }) => ({ orders: first(orders, { paymentId: null }) }),
  ],
  [
    'ORDER_REFUNDED',
    'a refund that the order does not show',
    ({ orders }) => ({ orders: first(orders, { refunded: 0 }) }),
  ],
  ['LEDGER_UNBALANCED', 'a transaction that does not balance', ({ ledger }) => ({ ledger: ledger.slice(1) })],
  [
    'PROMOTION_COUNT',
    'a count that the redemptions do not make',
    ({ promotions }) => ({ promotions: first(promotions, { redeemed: 2 }) }),
  ],
  [
    'PROMOTION_LIMIT',
    'a promotion beyond its limit',
    ({ redemptions }) => ({
      redemptions: [
        ...redemptions,
        { promotionId: 'promo-1', orderId: 'ord-3', ownerId: null, givenBack: false },
      ],
    }),
  ],
  [
    'PROMOTION_PER_CUSTOMER',
    'a customer beyond the limit',
    ({ redemptions }) => ({
      redemptions: [
        ...redemptions,
        { promotionId: 'promo-1', orderId: 'ord-3', ownerId: 'user-1', givenBack: false },
      ],
    }),
  ],
  [
    'PROMOTION_OF_CANCELLED',
    'a redemption of a cancelled order',
    ({ redemptions }) => ({ redemptions: redemptions.map((each) => ({ ...each, givenBack: false })) }),
  ],
  ['CART_LOST', 'an acknowledged cart that is not there', () => ({ carts: [] })],
  ['CART_OLDER', 'a cart in an older version', ({ carts }) => ({ carts: first(carts, { version: 1 }) })],
  [
    'CART_DIFFERS',
    'other lines in the acknowledged version',
    ({ carts }) => ({ carts: first(carts, { version: 2, lines: [['var-1', 1]] }) }),
  ],
  [
    'INVOICE_GAP',
    'a number that is left out',
    ({ invoices }) => ({ invoices: first(invoices, { number: 2 }) }),
  ],
  [
    'INVOICE_GAP',
    'a number that was given twice',
    ({ invoices }) => ({ invoices: [...invoices, { orderId: 'ord-2', series: '2026', number: 1 }] }),
  ],
  ['INVOICE_MISSING', 'a placed order without an invoice', () => ({ invoices: [] })],
  [
    'PROFILE_LOST',
    'an acknowledged change of an account that is lost',
    () => ({ givenNames: new Map([['ada@example.com', null]]) }),
  ],
  [
    'SECRET_IN_LOG',
    'a password in a log',
    () => ({ logs: new Map([['users.log', 'signing in with password of ada']]) }),
  ],
];

describe('the checker finds', () => {
  test.each(PLANTED)('%s: %s', (kind, _, plant) => {
    const { snapshot, history } = right();
    expect(kindsOf({ ...snapshot, ...plant(snapshot) }, history)).toContain(kind);
  });

  test('ORDER_DOUBLED: a key that was acknowledged as two orders', () => {
    const { snapshot, history } = right();
    const [checkout] = history.checkouts;
    const twice = {
      ...history,
      checkouts: [
        ...history.checkouts,
        { ...(checkout as (typeof history.checkouts)[number]), orderId: 'ord-2' },
      ],
    };
    expect(kindsOf(snapshot, twice)).toContain('ORDER_DOUBLED');
  });

  test('ORDER_SHARED: an order that answers two keys', () => {
    const { snapshot, history } = right();
    const [checkout] = history.checkouts;
    const shared = {
      ...history,
      checkouts: [
        ...history.checkouts,
        { ...(checkout as (typeof history.checkouts)[number]), key: 'key-2' },
      ],
    };
    expect(kindsOf(snapshot, shared)).toContain('ORDER_SHARED');
  });

  test('all kinds of violations are planted', () => {
    const planted = new Set([...PLANTED.map(([kind]) => kind), 'ORDER_DOUBLED', 'ORDER_SHARED']);
    expect([...KINDS].filter((kind) => !planted.has(kind))).toEqual([]);
  });
});
