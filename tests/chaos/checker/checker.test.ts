import { describe, expect, test } from 'vitest';
import { violationsOf } from './checker.ts';
import { openHistory } from './history.ts';
import { aRightShop, type Shop } from './rightShop.ts';
import type { JobRow, Snapshot } from './snapshot.ts';
import { KINDS, type Kind } from './violation.ts';

const kindsOf = ({ snapshot, history }: Pick<Shop, 'snapshot' | 'history'>): Kind[] =>
  violationsOf(snapshot, history).map(({ kind }) => kind);

test('a shop in which all is right has no violation', () => {
  const { snapshot, history } = aRightShop();
  expect(violationsOf(snapshot, history)).toEqual([]);
});

/** Changes the row at a place. */
const at = <T>(rows: readonly T[], index: number, change: Partial<T>): T[] =>
  rows.map((row, place) => (place === index ? { ...row, ...change } : row));
/** Adds a row like the one at a place. */
const another = <T>(rows: readonly T[], index: number, change: Partial<T>): T[] => [
  ...rows,
  ...rows.slice(index, index + 1).map((row) => ({ ...row, ...change })),
];
const without = <T>(rows: readonly T[], index: number): T[] => rows.filter((_, place) => place !== index);
const aJob = (over: Partial<JobRow>): JobRow => ({
  database: 'orders',
  task: 'mail',
  attempts: 0,
  maxAttempts: 25,
  isLocked: false,
  runsInSeconds: 0,
  isCron: false,
  isSuperseded: false,
  error: null,
  ...over,
});

/** Changes rows, or what clients were told. */
type Plant = (snapshot: Snapshot, recorder: Shop['recorder']) => Partial<Snapshot> | undefined;
const PLANTED: readonly (readonly [kind: Kind, what: string, plant: Plant])[] = [
  [
    'NOT_SETTLED',
    'an order that stays pending',
    ({ orders }) => ({ orders: at(orders, 2, { status: 'PENDING' }) }),
  ],
  [
    'NOT_SETTLED',
    'a refund that stays pending',
    ({ refunds }) => ({ refunds: at(refunds, 0, { status: 'PENDING' }) }),
  ],
  [
    'NOT_SETTLED',
    'a payment of which nobody knows',
    ({ payments }) => ({ payments: at(payments, 0, { status: 'UNKNOWN' }) }),
  ],
  ['NOT_SETTLED', 'a call that is not answered', () => ({ openCalls: 1 })],
  ['NOT_SETTLED', 'a job that waits', () => ({ jobs: [aJob({})] })],
  [
    'NOT_SETTLED',
    'a job whose next try is late',
    () => ({ jobs: [aJob({ attempts: 7, runsInSeconds: 1_000 })] }),
  ],
  [
    'NOT_SETTLED',
    'a job of the clock that fails',
    () => ({ jobs: [aJob({ isCron: true, attempts: 2, runsInSeconds: 60 })] }),
  ],
  [
    'RESERVATION_LEFT',
    'a reservation that outlives its order',
    ({ stock }) => ({ stock: at(stock, 0, { reserved: 1, available: 10, holds: 1 }) }),
  ],
  ['JOB_DEAD', 'a job that gave up', () => ({ jobs: [aJob({ attempts: 25 })] })],
  ['JOB_DEAD', 'a job of the clock that gave up', () => ({ jobs: [aJob({ attempts: 25, isCron: true })] })],

  ['STOCK_LOST', 'the stock of a variant that is gone', ({ stock }) => ({ stock: without(stock, 1) })],
  [
    'STOCK_LEVEL',
    'stock below zero',
    ({ stock }) => ({ stock: at(stock, 0, { onHand: -1, available: -1 }) }),
  ],
  [
    'STOCK_LEVEL',
    'an available number that is not the difference',
    ({ stock }) => ({ stock: at(stock, 0, { available: 9 }) }),
  ],
  [
    'STOCK_MOVEMENTS',
    'a level without its movement',
    ({ stock }) => ({ stock: at(stock, 0, { onHand: 12, available: 12 }) }),
  ],
  [
    'STOCK_MOVEMENTS',
    'reservations that do not add up',
    ({ movements }) => ({ movements: without(movements, 4) }),
  ],
  [
    'STOCK_MOVEMENT',
    'a reservation that changes what is on hand',
    ({ movements }) => ({ movements: at(movements, 4, { onHandDelta: -1 }) }),
  ],
  [
    'STOCK_MOVEMENT',
    'a commit of an order that is not there',
    ({ movements }) => ({ movements: at(movements, 6, { orderId: 'ord-9' }) }),
  ],
  [
    'STOCK_MOVEMENT',
    'a return of an order that never had the variant',
    ({ movements }) => ({ movements: at(movements, 11, { variantId: 'var-2' }) }),
  ],
  [
    'STOCK_MOVEMENT',
    'an adjustment that is of an order',
    ({ movements }) => ({ movements: at(movements, 2, { orderId: 'ord-1' }) }),
  ],
  [
    'STOCK_OPENING',
    'an opening that was entered twice',
    ({ movements, stock }) => ({
      movements: another(movements, 0, { id: 'm99' }),
      stock: at(stock, 0, { onHand: 21, available: 21 }),
    }),
  ],
  [
    'STOCK_ADJUSTED',
    'an adjustment that was made twice',
    ({ movements, stock }) => ({
      movements: another(movements, 2, { id: 'm99' }),
      stock: at(stock, 0, { onHand: 14, available: 14 }),
    }),
  ],
  [
    'STOCK_ADJUSTED',
    'an acknowledged adjustment that is lost',
    ({ movements, stock }) => ({
      movements: without(movements, 2),
      stock: at(stock, 0, { onHand: 8, available: 8 }),
    }),
  ],
  [
    'STOCK_ADJUSTED',
    'an adjustment that was refused and made',
    ({ movements }) => ({ movements: another(movements, 2, { id: 'm99', reason: 'adjust-4' }) }),
  ],
  [
    'STOCK_ADJUSTED',
    'an adjustment that nobody asked for',
    ({ movements }) => ({ movements: another(movements, 2, { id: 'm99', reason: 'counted' }) }),
  ],
  [
    'STOCK_ADJUSTED',
    'two adjustments whose amounts were exchanged',
    ({ movements }) => ({ movements: at(at(movements, 2, { onHandDelta: -1 }), 3, { onHandDelta: 3 }) }),
  ],
  [
    'STOCK_SOLD',
    'a placed order whose stock was not taken',
    ({ movements, stock }) => ({
      movements: without(movements, 6),
      stock: at(stock, 0, { onHand: 13, available: 13 }),
    }),
  ],
  [
    'STOCK_SOLD',
    'stock that was taken twice for one order',
    ({ movements, stock }) => ({
      movements: another(movements, 6, { id: 'm99' }),
      stock: at(stock, 0, { onHand: 9, available: 9 }),
    }),
  ],
  [
    'STOCK_SOLD',
    'stock that was taken for another order of the same variant',
    ({ movements }) => ({ movements: at(movements, 17, { orderId: 'ord-1' }) }),
  ],
  [
    'STOCK_RESERVED',
    'an order that reserved more than it ordered',
    ({ movements }) => ({
      movements: at(at(movements, 12, { reservedDelta: 2 }), 13, { reservedDelta: -2 }),
    }),
  ],
  [
    'STOCK_RESERVED',
    'a release that is booked on another order',
    ({ movements }) => ({ movements: at(movements, 13, { orderId: 'ord-2' }) }),
  ],
  [
    'STOCK_RELEASED',
    'a release for an order that was sold',
    ({ movements }) => ({ movements: at(movements, 15, { kind: 'RELEASE' }) }),
  ],
  [
    'STOCK_RETURNED',
    'more put back than was sold',
    ({ movements, stock }) => ({
      movements: at(movements, 8, { onHandDelta: 3 }),
      stock: at(stock, 0, { onHand: 13, available: 13 }),
    }),
  ],
  [
    'STOCK_RETURNED',
    'a return that nobody asked for',
    ({ movements, stock }) => ({
      movements: another(movements, 8, { id: 'm99', variantId: 'var-2', orderId: 'ord-4' }),
      stock: at(stock, 1, { onHand: 9, available: 9 }),
    }),
  ],
  [
    'STOCK_RETURNED',
    'a return that is booked on another order',
    ({ movements }) => ({ movements: at(movements, 11, { orderId: 'ord-1' }) }),
  ],
  [
    'STOCK_RETURNED',
    'a cancelled order whose stock was not put back',
    ({ movements, stock }) => ({
      movements: without(movements, 11),
      stock: at(stock, 0, { onHand: 10, available: 10 }),
    }),
  ],

  ['ORDER_LOST', 'an acknowledged order that is not there', ({ orders }) => ({ orders: without(orders, 0) })],
  [
    'ORDER_CHANGED',
    'an order with another total than was acknowledged',
    ({ orders }) => ({ orders: at(orders, 0, { total: 3_178, tax: 428 }) }),
  ],
  [
    'ORDER_UNKNOWN',
    'an order of the key of another cart',
    ({ orders }) => ({ orders: at(orders, 0, { key: 'key-4' }) }),
  ],
  [
    'ORDER_CHANGED',
    'an order with other items than were acknowledged',
    ({ lines }) => ({ lines: at(lines, 1, { sku: 'SKU-1' }) }),
  ],
  [
    'ORDER_DOUBLED',
    'a key that was acknowledged as two orders',
    (_, { history, checkout }) => {
      for (const known of history.checkouts.slice(0, 1)) checkout({ ...known, orderId: 'ord-2' });
      return undefined;
    },
  ],
  [
    'ORDER_SHARED',
    'an order that answers the checkouts of two carts',
    (_, { history, checkout }) => {
      for (const known of history.checkouts.slice(0, 1))
        checkout({ ...known, key: 'key-9', cartId: 'cart-9' });
      return undefined;
    },
  ],
  [
    'ORDER_UNPLACED',
    'an order that a client saw placed, and is not',
    ({ orders }) => ({ orders: at(orders, 0, { placedAt: null, status: 'PENDING' }) }),
  ],
  [
    'ORDER_UNKNOWN',
    'an order with a key that nobody sent',
    ({ orders }) => ({ orders: another(orders, 3, { id: 'ord-9', number: 'A9', key: 'key-9' }) }),
  ],
  [
    'ORDER_UNKNOWN',
    'an order of a cart that nobody checked out',
    ({ orders }) => ({ orders: at(orders, 4, { cartId: 'cart-9' }) }),
  ],
  [
    'ORDER_UNKNOWN',
    'an order that has no key and was sold',
    ({ orders }) => ({ orders: at(orders, 3, { key: null }) }),
  ],
  [
    'ORDER_UNKNOWN',
    'an order of somebody else',
    ({ orders }) => ({ orders: at(orders, 3, { ownerId: null }) }),
  ],
  [
    'CART_TWICE',
    'a cart that became two orders',
    ({ orders }) => ({ orders: another(orders, 0, { id: 'ord-9', number: 'A9' }) }),
  ],
  [
    'NUMBER_TWICE',
    'a number that two orders have',
    ({ orders }) => ({ orders: at(orders, 1, { number: 'A1' }) }),
  ],
  [
    'ORDER_TOTAL',
    'a total that its parts do not make',
    ({ orders }) => ({ orders: at(orders, 0, { shipping: 501 }) }),
  ],
  [
    'ORDER_TOTAL',
    'a subtotal that its lines do not make',
    ({ lines }) => ({ lines: at(lines, 0, { subtotal: 1_999 }) }),
  ],
  [
    'ORDER_TOTAL',
    'a discount of a line that the order does not have',
    ({ lines }) => ({ lines: at(lines, 0, { discount: 100, total: 2_242 }) }),
  ],
  [
    'ORDER_TOTAL',
    'a tax of a line that the order does not have',
    ({ lines }) => ({ lines: at(lines, 0, { tax: 343, total: 2_143 }) }),
  ],
  [
    'ORDER_LINES',
    'an order without lines',
    ({ lines }) => ({ lines: lines.filter(({ orderId }) => orderId !== 'ord-1') }),
  ],
  [
    'ORDER_LINES',
    'a line of no order',
    ({ lines }) => ({ lines: another(lines, 0, { id: 'line-9', orderId: 'ord-9' }) }),
  ],
  ['LINE_TOTAL', 'a line whose total is another', ({ lines }) => ({ lines: at(lines, 0, { total: 2_143 }) })],
  ['LINE_TOTAL', 'a line at another price', ({ lines }) => ({ lines: at(lines, 0, { unitPrice: 999 }) })],
  [
    'ORDER_STATUS',
    'an order that was sold and never placed',
    ({ orders }) => ({ orders: at(orders, 0, { placedAt: null }) }),
  ],
  [
    'PAYMENT_STATUS_OF_ORDER',
    'a paid order that says that it is not',
    ({ orders }) => ({ orders: at(orders, 3, { paymentStatus: 'UNPAID' }) }),
  ],
  [
    'PAYMENT_STATUS_OF_ORDER',
    'a refunded order that says that it is paid',
    ({ orders }) => ({ orders: at(orders, 0, { paymentStatus: 'PAID' }) }),
  ],
  [
    'PAYMENT_STATUS_OF_ORDER',
    'an order that was never paid and says that it is',
    ({ orders }) => ({ orders: at(orders, 2, { paymentStatus: 'PAID' }) }),
  ],
  [
    'ORDER_FULFILLMENT',
    'an order that says that all was sent',
    ({ orders }) => ({ orders: at(orders, 0, { fulfillmentStatus: 'FULFILLED' }) }),
  ],
  [
    'ORDER_FULFILLMENT',
    'a number of sent items that its parcels do not have',
    ({ lines }) => ({ lines: at(lines, 0, { fulfilled: 1 }) }),
  ],
  [
    'ORDER_FULFILLMENT',
    'a number of refunded items that its refunds do not have',
    ({ lines }) => ({ lines: at(lines, 0, { refunded: 2 }) }),
  ],
  [
    'CANCEL_UNKNOWN',
    'a placed order that is cancelled, and nobody asked',
    ({ orders }) => ({ orders: at(orders, 3, { status: 'CANCELLED', cancelReason: 'x' }) }),
  ],
  [
    'CANCEL_LOST',
    'an acknowledged cancellation that is lost',
    ({ orders }) => ({ orders: at(orders, 1, { status: 'PLACED', cancelReason: null }) }),
  ],

  [
    'AUTHORIZATION_LEFT',
    'money that is held for nothing',
    ({ intents }) => ({ intents: another(intents, 2, { id: 'pi-9', status: 'requires_capture' }) }),
  ],
  [
    'CHARGE_ORPHAN',
    'a charge that no payment knows',
    ({ intents }) => ({ intents: another(intents, 0, { id: 'pi-9' }) }),
  ],
  [
    'CAPTURED_DIFFERS',
    'another amount at the provider',
    ({ intents }) => ({ intents: at(intents, 0, { received: 3_178 }) }),
  ],
  ['CHARGE_MISSING', 'a captured payment that the provider does not have', () => ({ intents: [] })],
  [
    'CHARGE_MISSING',
    'a captured payment that the provider did not charge',
    ({ intents }) => ({ intents: at(intents, 0, { received: 0 }) }),
  ],
  ['REFUNDED_DIFFERS', 'a refund that the provider does not have', () => ({ providerRefunds: [] })],
  [
    'REFUND_DIFFERS',
    'a refund of another amount in payments',
    ({ paymentRefunds }) => ({ paymentRefunds: at(paymentRefunds, 0, { amount: 1_070 }) }),
  ],
  [
    'REFUND_DIFFERS',
    'a refund of payments that no order knows',
    ({ paymentRefunds }) => ({ paymentRefunds: another(paymentRefunds, 0, { id: 'ref-9' }) }),
  ],
  [
    'REFUND_DIFFERS',
    'a refund of the provider that payments do not know',
    ({ providerRefunds }) => ({ providerRefunds: another(providerRefunds, 0, { id: 're-9' }) }),
  ],
  [
    'FEES_DIFFER',
    'other fees than the provider took',
    ({ payments }) => ({ payments: at(payments, 0, { fees: 51 }) }),
  ],
  [
    'REFUND_EXCEEDS',
    'more refunded than captured',
    ({ payments }) => ({ payments: at(payments, 0, { refunded: 3_178, refunding: 3_178 }) }),
  ],
  [
    'CURRENCY_DIFFERS',
    'another currency at the provider',
    ({ intents }) => ({ intents: at(intents, 0, { currency: 'usd' }) }),
  ],
  [
    'CURRENCY_DIFFERS',
    'a payment in another currency than its order',
    ({ payments }) => ({ payments: at(payments, 0, { currency: 'USD' }) }),
  ],
  [
    'CURRENCY_DIFFERS',
    'a refund in another currency',
    ({ providerRefunds }) => ({ providerRefunds: at(providerRefunds, 0, { currency: 'usd' }) }),
  ],
  [
    'AMOUNT_DIFFERS',
    'a payment of another amount than its order',
    ({ payments }) => ({ payments: at(payments, 2, { amount: 1_691 }) }),
  ],
  [
    'PAYMENT_STATUS',
    'a payment that is called off, and its money was taken',
    ({ payments }) => ({ payments: at(payments, 3, { status: 'VOIDED' }) }),
  ],
  [
    'PAYMENT_STATUS',
    'an intent that is canceled, and its money was taken',
    ({ intents }) => ({ intents: at(intents, 3, { status: 'canceled' }) }),
  ],
  [
    'PAYMENT_OPEN',
    'a payment that can still be made for a cancelled order',
    ({ payments }) => ({ payments: at(payments, 2, { status: 'REQUIRES_PAYMENT_METHOD' }) }),
  ],
  [
    'CHARGE_WITHOUT_ORDER',
    'a charge of no order',
    ({ payments }) => ({ payments: at(payments, 0, { orderId: 'ord-9' }) }),
  ],
  [
    'CHARGE_TWICE',
    'an order that was charged twice',
    ({ payments }) => ({ payments: another(payments, 3, { id: 'pay-9', providerId: 'pi-9' }) }),
  ],
  [
    'CHARGE_OF_CANCELLED',
    'money that is kept for a cancelled order',
    ({ orders }) => ({ orders: at(orders, 0, { status: 'CANCELLED' }) }),
  ],
  [
    'ORDER_UNPAID',
    'a placed order that was not charged',
    ({ orders }) => ({ orders: at(orders, 0, { paymentId: null }) }),
  ],
  [
    'ORDER_REFUNDED',
    'a refund that the order does not show',
    ({ orders }) => ({ orders: at(orders, 0, { refunded: 0 }) }),
  ],

  ['LEDGER_DIFFERS', 'an empty ledger', () => ({ ledger: [] })],
  [
    'LEDGER_DIFFERS',
    'a capture of another amount, on both sides',
    ({ ledger }) => ({
      ledger: ledger.map((entry) =>
        entry.transactionId === 'pay-4 CAPTURE'
          ? { ...entry, debit: entry.debit && 1_094, credit: entry.credit && 1_094 }
          : entry,
      ),
    }),
  ],
  ...(['CAPTURE', 'REFUND', 'FEE'] as const).map(
    (kind) =>
      [
        'LEDGER_DIFFERS',
        `a transaction that is left out: ${kind}`,
        ({ ledger }: Snapshot) => ({
          ledger: ledger.filter(({ transactionId }) => transactionId !== `pay-1 ${kind}`),
        }),
      ] as const,
  ),
  [
    'LEDGER_DIFFERS',
    'a transaction that was booked twice',
    ({ ledger }) => ({
      ledger: [
        ...ledger,
        ...ledger
          .filter(({ transactionId }) => transactionId === 'pay-1 FEE')
          .map((entry) => ({ ...entry, id: `${entry.id} again`, transactionId: 'again' })),
      ],
    }),
  ],
  [
    'LEDGER_UNKNOWN',
    'entries of a payment that is not there',
    ({ ledger }) => ({ ledger: ledger.map((entry) => ({ ...entry, paymentId: 'pay-9' })) }),
  ],
  [
    'LEDGER_ENTRY',
    'entries in another currency than the payment',
    ({ ledger }) => ({ ledger: ledger.map((entry) => ({ ...entry, currency: 'USD' })) }),
  ],
  ['LEDGER_ENTRY', 'an entry with two sides', ({ ledger }) => ({ ledger: at(ledger, 0, { credit: 1 }) })],
  [
    'LEDGER_UNBALANCED',
    'a transaction that does not balance',
    ({ ledger }) => ({ ledger: without(ledger, 0) }),
  ],

  [
    'PROMOTION_LOST',
    'a promotion that is gone',
    ({ promotions }) => ({ promotions: without(promotions, 1) }),
  ],
  [
    'PROMOTION_CHANGED',
    'a promotion with another limit',
    ({ promotions }) => ({ promotions: at(promotions, 0, { limit: 2 }) }),
  ],
  [
    'PROMOTION_COUNT',
    'a count that the redemptions do not make',
    ({ promotions }) => ({ promotions: at(promotions, 0, { redeemed: 2 }) }),
  ],
  [
    'PROMOTION_LIMIT',
    'a promotion beyond its limit',
    ({ redemptions }) => ({ redemptions: another(redemptions, 0, { orderId: 'ord-4', ownerId: 'user-2' }) }),
  ],
  [
    'PROMOTION_PER_CUSTOMER',
    'a customer beyond the limit',
    ({ redemptions }) => ({ redemptions: another(redemptions, 0, { orderId: 'ord-4' }) }),
  ],
  [
    'PROMOTION_GUEST',
    'a guest who redeemed what each customer may once',
    ({ redemptions }) => ({ redemptions: at(redemptions, 0, { ownerId: null }) }),
  ],
  [
    'PROMOTION_OF_CANCELLED',
    'a redemption of a cancelled order',
    ({ redemptions }) => ({ redemptions: at(redemptions, 1, { givenBack: false }) }),
  ],
  [
    'REDEMPTION_MISSING',
    'a discounted order without its redemption',
    ({ redemptions, promotions }) => ({
      redemptions: without(redemptions, 0),
      promotions: at(promotions, 0, { redeemed: 0 }),
    }),
  ],
  [
    'REDEMPTION_MISSING',
    'a discount that no promotion gave',
    ({ orders }) => ({ orders: at(orders, 0, { promotions: [] }) }),
  ],
  [
    'REDEMPTION_MISSING',
    'a redemption that was given back, and the order stands',
    ({ redemptions }) => ({ redemptions: at(redemptions, 0, { givenBack: true }) }),
  ],
  [
    'REDEMPTION_UNKNOWN',
    'a redemption of an order at full price',
    ({ redemptions }) => ({ redemptions: another(redemptions, 1, { orderId: 'ord-3' }) }),
  ],

  ['CART_LOST', 'an acknowledged cart that is not there', () => ({ carts: [] })],
  ['CART_OLDER', 'a cart in an older version', ({ carts }) => ({ carts: at(carts, 0, { version: 1 }) })],
  [
    'CART_DIFFERS',
    'other lines in the acknowledged version',
    ({ carts }) => ({ carts: at(carts, 3, { lines: [['var-1', 2]] }) }),
  ],
  [
    'CART_CHANGED',
    'other lines in a later version that nobody asked for',
    ({ carts }) => ({ carts: at(carts, 3, { version: 2, lines: [['var-1', 2]] }) }),
  ],
  [
    'CART_CHANGED',
    'a later version that nobody asked for',
    ({ carts }) => ({ carts: at(carts, 3, { version: 2 }) }),
  ],
  [
    'CART_CHANGED',
    'an order that took more from its cart than was ordered',
    ({ carts }) => ({ carts: at(carts, 0, { lines: [] }) }),
  ],
  [
    'CART_CHANGED',
    'a cart that was taken over, and has other lines',
    ({ carts }) => ({ carts: at(carts, 4, { lines: [['var-2', 1]] }) }),
  ],
  [
    'CART_OPEN',
    'a cart that can be bought again',
    ({ carts }) => ({ carts: at(carts, 2, { orderIds: [] }) }),
  ],

  [
    'CART_CLOSED',
    'a cart that is closed by an order that was never placed',
    ({ carts }) => ({ carts: at(carts, 3, { orderIds: ['ord-3'] }) }),
  ],

  [
    'INVOICE_GAP',
    'a number that is left out',
    ({ invoices }) => ({ invoices: at(invoices, 2, { number: 4 }) }),
  ],
  [
    'INVOICE_GAP',
    'a number that was given twice',
    ({ invoices }) => ({ invoices: at(invoices, 2, { number: 2 }) }),
  ],
  [
    'INVOICE_GAP',
    'a number that was taken and not used',
    ({ series }) => ({ series: at(series, 0, { last: 4 }) }),
  ],
  [
    'INVOICE_MISSING',
    'a placed order without an invoice',
    ({ invoices }) => ({ invoices: without(invoices, 2) }),
  ],
  [
    'INVOICE_TWICE',
    'a second invoice for one order',
    ({ invoices, series }) => ({
      invoices: another(invoices, 0, { number: 4 }),
      series: at(series, 0, { last: 4 }),
    }),
  ],
  [
    'INVOICE_UNKNOWN',
    'an invoice for an order that was never placed',
    ({ invoices, series }) => ({
      invoices: another(invoices, 0, { orderId: 'ord-3', number: 4 }),
      series: at(series, 0, { last: 4 }),
    }),
  ],

  ['ACCOUNT_LOST', 'an account that is gone', () => ({ users: [] })],
  [
    'PROFILE_LOST',
    'an acknowledged change of an account that is lost',
    ({ users }) => ({ users: at(users, 0, { givenName: null }) }),
  ],
  [
    'PROFILE_LOST',
    'an earlier name in place of a later one',
    (_, { write }) => {
      write('name ada@example.com', 'Augusta')('acknowledged');
      return undefined;
    },
  ],
  ['PRODUCT_LOST', 'an edit of a product that is lost', () => ({ titles: new Map([['prod-1', 'Thing']]) })],
  ['PRODUCT_LOST', 'a product that is gone', () => ({ titles: new Map() })],
  ['REVIEW_LOST', 'a review that is lost', () => ({ reviews: [] })],
  [
    'PASSWORD_LOST',
    'an account that no password opens',
    () => ({ passwords: new Map([['ada@example.com', null]]) }),
  ],
  [
    'PASSWORD_LOST',
    'an earlier password in place of a later one',
    (_, { write }) => {
      write('password ada@example.com', 'another')('acknowledged');
      return undefined;
    },
  ],
  ['CARD_LOST', 'a card that is lost', () => ({ cards: [] })],
  ['CARD_UNKNOWN', 'a card that nobody kept', ({ cards }) => ({ cards: another(cards, 0, {}) })],
  [
    'REQUEST_LOST',
    'an acknowledged refund that is lost',
    ({ refunds }) => ({ refunds: without(refunds, 0) }),
  ],
  [
    'REQUEST_LOST',
    'an acknowledged parcel that is lost',
    ({ fulfillments }) => ({ fulfillments: without(fulfillments, 0) }),
  ],
  ['REQUEST_LOST', 'an acknowledged note that is lost', () => ({ notes: [] })],
  ['REQUEST_LOST', 'an acknowledged address that is lost', () => ({ addresses: [] })],
  [
    'REQUEST_TWICE',
    'a refund that was made twice',
    ({ refunds }) => ({ refunds: another(refunds, 0, { id: 'refund-9' }) }),
  ],
  ['REQUEST_TWICE', 'a note that was written twice', ({ notes }) => ({ notes: another(notes, 0, {}) })],
  [
    'REQUEST_UNKNOWN',
    'a refund that nobody asked for',
    ({ refunds }) => ({ refunds: another(refunds, 0, { id: 'refund-9', reason: 'x' }) }),
  ],
  [
    'REQUEST_UNKNOWN',
    'an address that was removed and is there',
    (_, { removal }) => {
      removal('address-1', 'acknowledged');
      return undefined;
    },
  ],
  [
    'REQUEST_DIFFERS',
    'a note on another order',
    ({ notes }) => ({ notes: at(notes, 0, { orderId: 'ord-2' }) }),
  ],
  [
    'REQUEST_DIFFERS',
    'a refund of another amount',
    ({ refunds }) => ({ refunds: at(refunds, 0, { amount: 1_070 }) }),
  ],
  [
    'SECRET_IN_LOG',
    'a password in a log',
    () => ({ logs: new Map([['users.log', 'signing in with password of ada']]) }),
  ],
];

describe('the checker finds', () => {
  test.each(PLANTED)('%s: %s', (kind, _, plant) => {
    const { snapshot, history, recorder } = aRightShop();
    expect(kindsOf({ snapshot: { ...snapshot, ...plant(snapshot, recorder) }, history })).toContain(kind);
  });

  test('every kind of violation, and a fault is planted for each', () => {
    const planted = new Set(PLANTED.map(([kind]) => kind));
    expect(KINDS.filter((kind) => !planted.has(kind))).toEqual([]);
    expect(new Set(KINDS).size).toBe(KINDS.length);
  });
});

/** Cells that may be anything, all of a column or one row's: names that nothing refers to, and words for people. */
const FREE: ReadonlySet<string> = new Set([
  ...[
    'orders.number',
    'orders.cartReleased',
    'orders.cancelReason',
    'movements.id',
    'ledger.id',
    'balance.id',
  ],
  ...['cards.providerId', 'refunds.reason of 1'],
  /** Lines of orders of which nothing was sent, refunded or reserved. */
  ...['lines.id of 2', 'lines.id of 3', 'lines.id of 5'],
  /** The parcel of an order of which another is to be sent. */
  'fulfillments.delivered of 0',
]);
/** Reasons of movements that nobody asked for by name. */
const isFree = (table: string, column: string, index: number, row: Record<string, unknown>): boolean =>
  FREE.has(`${table}.${column}`) ||
  FREE.has(`${table}.${column} of ${index}`) ||
  (table === 'movements' && column === 'reason' && row.kind !== 'ADJUST');

const other = (column: string, value: unknown): unknown => {
  if (column === 'placedAt') return value === null ? new Date() : null;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return `${value}x`;
  if (value instanceof Date || Array.isArray(value))
    return Array.isArray(value) ? [...value, ['x', 1]] : null;
  return value === null ? 'x' : value;
};

describe('nothing of a snapshot can change unnoticed:', () => {
  const { snapshot } = aRightShop();
  const tables = Object.entries(snapshot).flatMap(([name, rows]) =>
    Array.isArray(rows) && name !== 'jobs'
      ? [[name, rows as readonly Record<string, unknown>[]] as const]
      : [],
  );
  const isFound = (change: object): boolean => {
    const { history } = aRightShop();
    return kindsOf({ snapshot: { ...snapshot, ...change }, history }).length > 0;
  };

  test.each(tables)('a row of %s that is gone', (name, rows) => {
    const unnoticed = rows.filter((_, index) => !isFound({ [name]: without(rows, index) }));
    expect(unnoticed).toEqual([]);
  });

  test.each(tables)('a value of %s', (name, rows) => {
    const unnoticed = rows.flatMap((row, index) =>
      Object.keys(row)
        .filter((column) => !isFree(name, column, index, row))
        .filter((column) => !isFound({ [name]: at(rows, index, { [column]: other(column, row[column]) }) }))
        .map((column) => `${column} of ${index}`),
    );
    expect(unnoticed).toEqual([]);
  });
});

describe('clients that rename an account at once', () => {
  const named = (
    givenName: string | null,
    onMessage: (recorder: ReturnType<typeof openHistory>) => void,
  ): Kind[] => {
    const { snapshot, history, recorder } = aRightShop();
    onMessage(recorder);
    return kindsOf({ snapshot: { ...snapshot, users: at(snapshot.users, 0, { givenName }) }, history });
  };
  const register = 'name ada@example.com';

  test('may leave any of the names that they wrote at the same time', () => {
    for (const last of ['Augusta', 'Byron'])
      expect(
        named(last, ({ write }) => {
          const augusta = write(register, 'Augusta');
          const byron = write(register, 'Byron');
          byron('acknowledged');
          augusta('acknowledged');
        }),
      ).toEqual([]);
  });

  test('may leave a name that got no answer, however late', () => {
    expect(
      named('Augusta', ({ write }) => {
        write(register, 'Augusta')('failed');
        write(register, 'Byron')('acknowledged');
      }),
    ).toEqual([]);
  });

  test('do not leave a name that was refused', () => {
    expect(named('Augusta', ({ write }) => write(register, 'Augusta')('refused'))).toEqual(['PROFILE_LOST']);
  });
});

test('a refusal after a request without an answer does not say that nothing was done', () => {
  const { history, request } = openHistory();
  request('note', 'key', 'ord-1', 'failed');
  request('note', 'key', 'ord-1', 'refused');
  expect(history.requests.get('key')?.outcome).toBe('failed');
});

test('a change of a cart without an answer explains a later version', () => {
  const { snapshot, history, recorder } = aRightShop();
  const carts = at(snapshot.carts, 3, { version: 2, lines: [['var-1', 9]] });
  recorder.cartUncertain('cart-6', null);
  expect(kindsOf({ snapshot: { ...snapshot, carts }, history })).toEqual([]);
});
