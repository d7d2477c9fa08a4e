import { type History, openHistory, type Recorder } from './history.ts';
import type {
  IntentRow,
  LedgerRow,
  LineRow,
  MovementRow,
  OrderRow,
  PaymentRow,
  Snapshot,
} from './snapshot.ts';

/**
 * A small shop in which all is right. Ada's order was paid, sent in part and refunded in part. A guest's was paid and cancelled. One was
 * never paid, one arrived, and one found no stock.
 */
export type Shop = Readonly<{ snapshot: Snapshot; history: History; recorder: Recorder }>;

const ADA = 'ada@example.com';
const GUEST = 'guest@example.com';
const placedAt = new Date('2026-12-01T12:00:00Z');

const anOrder = (id: number, over: Partial<OrderRow>): OrderRow => ({
  id: `ord-${id}`,
  number: `A${id}`,
  key: `key-${id}`,
  cartId: `cart-${id}`,
  cartReleased: false,
  ownerId: 'user-1',
  email: ADA,
  status: 'PLACED',
  paymentStatus: 'PAID',
  fulfillmentStatus: 'UNFULFILLED',
  paymentId: `pay-${id}`,
  currency: 'EUR',
  subtotal: 1_000,
  discount: 0,
  shipping: 500,
  tax: 190,
  taxIncluded: false,
  total: 1_690,
  refunded: 0,
  promotions: [],
  placedAt,
  cancelReason: null,
  ...over,
});
const cancelled = { status: 'CANCELLED', cancelReason: 'changed my mind' } as const;
const orders: readonly OrderRow[] = [
  anOrder(1, {
    paymentStatus: 'PARTIALLY_REFUNDED',
    fulfillmentStatus: 'PARTIALLY_FULFILLED',
    subtotal: 2_500,
    discount: 250,
    tax: 427,
    total: 3_177,
    refunded: 1_071,
    promotions: [{ promotionId: 'promo-1', discount: 250 }],
  }),
  anOrder(2, {
    ...cancelled,
    paymentStatus: 'REFUNDED',
    ownerId: null,
    email: GUEST,
    discount: 100,
    tax: 171,
    total: 1_571,
    refunded: 1_571,
    promotions: [{ promotionId: 'promo-2', discount: 100 }],
  }),
  anOrder(3, { ...cancelled, paymentStatus: 'VOIDED', ownerId: null, email: GUEST, placedAt: null }),
  anOrder(4, { status: 'COMPLETED', fulfillmentStatus: 'DELIVERED', subtotal: 500, tax: 95, total: 1_095 }),
  anOrder(5, {
    ...cancelled,
    key: null,
    paymentStatus: 'UNPAID',
    paymentId: null,
    ownerId: null,
    email: GUEST,
    placedAt: null,
  }),
];

const aLine = (id: string, orderId: string, over: Partial<LineRow>): LineRow => ({
  id,
  orderId,
  variantId: 'var-1',
  sku: 'SKU-1',
  quantity: 1,
  fulfilled: 0,
  refunded: 0,
  returned: 0,
  unitPrice: 1_000,
  subtotal: 1_000,
  discount: 0,
  tax: 190,
  total: 1_190,
  ...over,
});
const small = { variantId: 'var-2', sku: 'SKU-2', unitPrice: 500, subtotal: 500 } as const;
const lines: readonly LineRow[] = [
  aLine('line-1', 'ord-1', {
    quantity: 2,
    refunded: 1,
    subtotal: 2_000,
    discount: 200,
    tax: 342,
    total: 2_142,
  }),
  aLine('line-2', 'ord-1', { ...small, fulfilled: 1, discount: 50, tax: 85, total: 535 }),
  aLine('line-3', 'ord-2', { discount: 100, tax: 171, total: 1_071 }),
  aLine('line-4', 'ord-3', {}),
  aLine('line-5', 'ord-4', { ...small, fulfilled: 1, tax: 95, total: 595 }),
  aLine('line-6', 'ord-5', {}),
];

const aMovement = (
  id: string,
  kind: string,
  onHandDelta: number,
  reservedDelta: number,
  orderId: string | null,
  over: Partial<MovementRow> = {},
): MovementRow => ({
  id,
  variantId: 'var-1',
  kind,
  onHandDelta,
  reservedDelta,
  orderId,
  reason: null,
  ...over,
});
const second = { variantId: 'var-2' } as const;
const movements: readonly MovementRow[] = [
  aMovement('m01', 'SET', 10, 0, null),
  aMovement('m02', 'SET', 10, 0, null, second),
  aMovement('m03', 'ADJUST', 3, 0, null, { reason: 'adjust-1' }),
  aMovement('m04', 'ADJUST', -1, 0, null, { reason: 'adjust-2' }),
  aMovement('m05', 'RESERVE', 0, 2, 'ord-1'),
  aMovement('m06', 'RESERVE', 0, 1, 'ord-1', second),
  aMovement('m07', 'COMMIT', -2, -2, 'ord-1'),
  aMovement('m08', 'COMMIT', -1, -1, 'ord-1', second),
  aMovement('m09', 'RETURN', 1, 0, 'ord-1'),
  aMovement('m10', 'RESERVE', 0, 1, 'ord-2'),
  aMovement('m11', 'COMMIT', -1, -1, 'ord-2'),
  aMovement('m12', 'RETURN', 1, 0, 'ord-2'),
  aMovement('m13', 'RESERVE', 0, 1, 'ord-3'),
  aMovement('m14', 'RELEASE', 0, -1, 'ord-3'),
  aMovement('m15', 'RESERVE', 0, 1, 'ord-4', second),
  aMovement('m16', 'EXPIRE', 0, -1, 'ord-4', second),
  aMovement('m17', 'RESERVE', 0, 1, 'ord-4', second),
  aMovement('m18', 'COMMIT', -1, -1, 'ord-4', second),
];

const aPayment = (id: number, amount: number, over: Partial<PaymentRow>): PaymentRow => ({
  id: `pay-${id}`,
  orderId: `ord-${id}`,
  amount,
  currency: 'EUR',
  status: 'CAPTURED',
  providerId: `pi-${id}`,
  authorized: amount,
  released: 0,
  captured: amount,
  refunding: 0,
  refunded: 0,
  fees: 50,
  ...over,
});
const payments: readonly PaymentRow[] = [
  aPayment(1, 3_177, { status: 'PARTIALLY_REFUNDED', refunding: 1_071, refunded: 1_071 }),
  aPayment(2, 1_571, { status: 'REFUNDED', refunding: 1_571, refunded: 1_571 }),
  aPayment(3, 1_690, { status: 'VOIDED', captured: 0, released: 1_690, fees: 0 }),
  aPayment(4, 1_095, {}),
];
const anIntent = ({ id, providerId, amount, captured }: PaymentRow): IntentRow => ({
  id: providerId ?? '',
  status: captured > 0 ? 'succeeded' : 'canceled',
  amount,
  currency: 'eur',
  received: captured,
  paymentId: id,
});

/** What a payment's totals mean in the ledger: one transaction of two entries for each. */
const ACCOUNTS = [
  ['authorized', 'AUTHORIZATION', 'customer-receivable', 'sales'],
  ['released', 'RELEASE', 'sales', 'customer-receivable'],
  ['captured', 'CAPTURE', 'cash', 'customer-receivable'],
  ['refunding', 'REFUND_REQUEST', 'sales', 'refunds-payable'],
  ['refunded', 'REFUND', 'refunds-payable', 'cash'],
  ['fees', 'FEE', 'fees', 'cash'],
] as const;
const entriesOf = (payment: PaymentRow): LedgerRow[] =>
  ACCOUNTS.filter(([total]) => payment[total] > 0).flatMap(([total, kind, debit, credit]) => {
    const amount = payment[total];
    const transactionId = `${payment.id} ${kind}`;
    const entry = { transactionId, paymentId: payment.id, kind, currency: 'EUR' };
    return [
      { ...entry, id: `${transactionId} debit`, account: debit, debit: amount, credit: 0 },
      { ...entry, id: `${transactionId} credit`, account: credit, debit: 0, credit: amount },
    ];
  });

const snapshot: Snapshot = {
  orders,
  lines,
  refunds: [
    {
      id: 'refund-1',
      orderId: 'ord-1',
      paymentRefundId: 'ref-1',
      amount: 1_071,
      status: 'SUCCEEDED',
      reason: 'staff-1',
    },
    {
      id: 'cancel:ord-2',
      orderId: 'ord-2',
      paymentRefundId: 'ref-2',
      amount: 1_571,
      status: 'SUCCEEDED',
      reason: 'changed my mind',
    },
  ],
  refundLines: [
    { refundId: 'refund-1', lineId: 'line-1', quantity: 1, amount: 1_071, restocked: 1, covered: 0 },
  ],
  fulfillments: [
    { id: 'parcel-1', orderId: 'ord-1', trackingNumber: 'staff-2', delivered: false },
    { id: 'parcel-2', orderId: 'ord-4', trackingNumber: 'staff-3', delivered: true },
  ],
  fulfillmentLines: [
    { fulfillmentId: 'parcel-1', lineId: 'line-2', quantity: 1 },
    { fulfillmentId: 'parcel-2', lineId: 'line-5', quantity: 1 },
  ],
  notes: [{ orderId: 'ord-1', body: 'staff-4' }],
  promotions: [
    { id: 'promo-1', code: 'ONCE', limit: 1, limitPerCustomer: 1, redeemed: 1 },
    { id: 'promo-2', code: 'ALL', limit: null, limitPerCustomer: null, redeemed: 0 },
  ],
  redemptions: [
    { promotionId: 'promo-1', orderId: 'ord-1', ownerId: 'user-1', givenBack: false },
    { promotionId: 'promo-2', orderId: 'ord-2', ownerId: null, givenBack: true },
  ],
  invoices: [
    { orderId: 'ord-1', series: '2026', number: 1 },
    { orderId: 'ord-2', series: '2026', number: 2 },
    { orderId: 'ord-4', series: '2026', number: 3 },
  ],
  series: [{ series: '2026', last: 3 }],
  payments,
  paymentRefunds: [
    {
      id: 'ref-1',
      paymentId: 'pay-1',
      amount: 1_071,
      currency: 'EUR',
      status: 'SUCCEEDED',
      key: 'refund-1',
      providerId: 're-1',
    },
    {
      id: 'ref-2',
      paymentId: 'pay-2',
      amount: 1_571,
      currency: 'EUR',
      status: 'SUCCEEDED',
      key: 'cancel:ord-2',
      providerId: 're-2',
    },
  ],
  openCalls: 0,
  ledger: payments.flatMap(entriesOf),
  jobs: [
    {
      database: 'users',
      task: 'cleanUp',
      attempts: 0,
      maxAttempts: 25,
      isLocked: false,
      runsInSeconds: 5,
      isCron: true,
      isSuperseded: false,
      error: null,
    },
    {
      database: 'orders',
      task: 'advance',
      attempts: 1,
      maxAttempts: 25,
      isLocked: false,
      runsInSeconds: 5,
      isCron: false,
      isSuperseded: true,
      error: null,
    },
  ],
  stock: [
    { id: 'var-1', onHand: 11, reserved: 0, available: 11, holds: 0 },
    { id: 'var-2', onHand: 8, reserved: 0, available: 8, holds: 0 },
  ],
  movements,
  carts: [
    { id: 'cart-1', version: 3, lines: [['var-2', 1]], orderIds: ['ord-1'] },
    { id: 'cart-2', version: 2, lines: [['var-1', 1]], orderIds: ['ord-2'] },
    { id: 'cart-4', version: 2, lines: [['var-2', 1]], orderIds: ['ord-4'] },
    { id: 'cart-6', version: 1, lines: [['var-1', 1]], orderIds: [] },
    { id: 'cart-7', version: 3, lines: [], orderIds: [] },
  ],
  users: [{ id: 'user-1', email: ADA, givenName: 'Ada' }],
  addresses: [{ userId: 'user-1', line2: 'address-1' }],
  cards: [{ userId: 'user-1', providerId: 'pm-1' }],
  reviews: [{ userId: 'user-1', title: 'Good' }],
  titles: new Map([['prod-1', 'Hot thing']]),
  intents: payments.map(anIntent),
  providerRefunds: [
    { id: 're-1', intentId: 'pi-1', amount: 1_071, currency: 'eur', status: 'succeeded' },
    { id: 're-2', intentId: 'pi-2', amount: 1_571, currency: 'eur', status: 'succeeded' },
  ],
  balance: [
    { id: 'txn-1', intentId: 'pi-1', amount: 3_177, fee: 50, currency: 'eur' },
    { id: 'txn-2', intentId: 'pi-1', amount: -1_071, fee: 0, currency: 'eur' },
    { id: 'txn-3', intentId: 'pi-2', amount: 1_571, fee: 50, currency: 'eur' },
    { id: 'txn-4', intentId: 'pi-2', amount: -1_571, fee: 0, currency: 'eur' },
    { id: 'txn-5', intentId: 'pi-4', amount: 1_095, fee: 50, currency: 'eur' },
  ],
  passwords: new Map([[ADA, 'password of ada']]),
  logs: new Map([['orders.log', '{"level":"info","msg":"listening"}']]),
};

const tellSetup = ({ variant, promotion, account, secret, write }: Recorder): void => {
  variant('var-1', 'SKU-1', 10);
  variant('var-2', 'SKU-2', 10);
  promotion('promo-1', { code: 'ONCE', limit: 1, limitPerCustomer: 1 });
  promotion('promo-2', { code: 'ALL', limit: null, limitPerCustomer: null });
  account(ADA);
  secret('password', 'password of ada');
  write(`password ${ADA}`, 'password of ada')('acknowledged');
  write('title prod-1', 'Hot thing')('acknowledged');
};

const tellCheckouts = ({ attempt, checkout, placed, cart, cartClaimed, cancellation }: Recorder): void => {
  for (const { id, cartId, ownerId, email, total } of orders) {
    const key = `key-${id.slice('ord-'.length)}`;
    attempt({ key, cartId, email, isGuest: ownerId === null, totalMinor: total, currency: 'EUR' });
    const bought = lines.filter(({ orderId }) => orderId === id);
    const order = { key, cartId, orderId: id, totalMinor: total };
    checkout({ ...order, lines: bought.map(({ sku, quantity }) => [sku, quantity] as const) });
  }
  cart(
    {
      id: 'cart-1',
      version: 2,
      lines: [
        ['var-1', 2],
        ['var-2', 2],
      ],
    },
    ADA,
  );
  cart({ id: 'cart-2', version: 1, lines: [['var-1', 1]] }, null);
  cart({ id: 'cart-4', version: 1, lines: [['var-2', 1]] }, ADA);
  cart({ id: 'cart-6', version: 1, lines: [['var-1', 1]] }, null);
  cart({ id: 'cart-7', version: 1, lines: [['var-1', 1]] }, null);
  cartClaimed('cart-7', ADA);
  placed('ord-1');
  cancellation('ord-2', 'acknowledged');
  cancellation('ord-4', 'refused');
};

const tellRequests = ({ adjustment, request, write, card }: Recorder): void => {
  adjustment('adjust-1', 'var-1', 3, 'acknowledged');
  adjustment('adjust-2', 'var-1', -1, 'failed');
  adjustment('adjust-3', 'var-1', 5, 'failed');
  adjustment('adjust-4', 'var-1', -99, 'refused');
  request('refund', 'staff-1', 'ord-1', 'acknowledged', 1_071);
  request('fulfillment', 'staff-2', 'ord-1', 'acknowledged');
  request('fulfillment', 'staff-3', 'ord-4', 'acknowledged');
  request('note', 'staff-4', 'ord-1', 'acknowledged');
  request('note', 'staff-5', 'ord-1', 'failed');
  request('address', 'address-1', ADA, 'acknowledged');
  write(`name ${ADA}`, 'Ada')('acknowledged');
  write(`review ${ADA}`, 'Good')('acknowledged');
  card(ADA, 'visa', 'acknowledged');
  card(ADA, 'visa', 'acknowledged');
  card(ADA, 'declined', 'refused');
};

export const aRightShop = (): Shop => {
  const recorder = openHistory();
  tellSetup(recorder);
  tellCheckouts(recorder);
  tellRequests(recorder);
  return { snapshot, history: recorder.history, recorder };
};
