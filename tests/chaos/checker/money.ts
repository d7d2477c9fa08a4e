import { returnedOf } from './refunds.ts';
import type { IntentRow, OrderRow, PaymentRow, RefundRow, Snapshot } from './snapshot.ts';
import { byId, type Check, groupBy, isSold, sumOf, unless, type Violation, violation } from './violation.ts';

/** The provider's books against those of payments, in both directions. */
export const charges: Check = (snapshot) => {
  const { intents, payments, balance } = snapshot;
  const paymentOf = byId(payments);
  const intentOf = byId(intents);
  return [
    ...intents.flatMap((intent) => ofIntent(snapshot, intent, paymentOf.get(intent.paymentId ?? ''))),
    ...payments.flatMap((payment) => ofPayment(payment, intentOf.get(payment.providerId ?? ''))),
    ...balance.flatMap(({ id, intentId, currency }) =>
      unless(
        currency === intentOf.get(intentId)?.currency,
        'CURRENCY_DIFFERS',
        id,
        `${currency} of an intent in ${intentOf.get(intentId)?.currency}`,
      ),
    ),
  ];
};

const ofIntent = (snapshot: Snapshot, intent: IntentRow, payment: PaymentRow | undefined): Violation[] => {
  const { id, status, received } = intent;
  const returned = returnedOf(snapshot, id);
  const fees = sumOf(
    snapshot.balance.filter(({ intentId }) => intentId === id),
    ({ fee }) => fee,
  );
  const held = unless(status !== 'requires_capture', 'AUTHORIZATION_LEFT', id, 'money is held for nothing');
  if (payment?.providerId !== id)
    return [
      ...held,
      ...unless(received === returned, 'CHARGE_ORPHAN', id, `${received} charged, and no payment knows it`),
    ];
  return [
    ...held,
    ...unless(
      payment.captured === received,
      'CAPTURED_DIFFERS',
      payment.id,
      `${payment.captured} here, ${received} at the provider`,
    ),
    ...unless(
      payment.refunded === returned,
      'REFUNDED_DIFFERS',
      payment.id,
      `${payment.refunded} here, ${returned} at the provider`,
    ),
    ...unless(
      payment.fees === fees,
      'FEES_DIFFER',
      payment.id,
      `${payment.fees} here, ${fees} at the provider`,
    ),
  ];
};

const ofPayment = (payment: PaymentRow, intent: IntentRow | undefined): Violation[] => {
  const { id, providerId, amount, authorized, released, captured, refunding, refunded } = payment;
  const isInOrder =
    refunded === refunding &&
    refunded <= captured &&
    captured <= authorized &&
    authorized <= amount &&
    authorized === released + captured;
  return [
    ...unless(
      isInOrder,
      'REFUND_EXCEEDS',
      id,
      `${authorized} authorized, ${released} released, ${captured} captured, ${refunding} refunding and ${refunded} refunded of ${amount}`,
    ),
    ...unless(
      intent ? captured === 0 || intent.received > 0 : captured === 0 && providerId === null,
      'CHARGE_MISSING',
      id,
      `${captured} captured, and nothing at the provider`,
    ),
    ...(intent ? asMade(payment, intent) : []),
    ...unless(
      statusesOf(payment, intent).includes(payment.status),
      'PAYMENT_STATUS',
      id,
      `${payment.status}, with ${captured} captured and ${refunded} refunded, ${intent?.status} at the provider`,
    ),
  ];
};

const asMade = ({ id, amount, currency }: PaymentRow, intent: IntentRow): Violation[] => [
  ...unless(
    intent.currency === currency.toLowerCase(),
    'CURRENCY_DIFFERS',
    id,
    `${currency} here, ${intent.currency} at the provider`,
  ),
  ...unless(
    intent.amount === amount && intent.paymentId === id,
    'AMOUNT_DIFFERS',
    id,
    `${amount} here, ${intent.amount} of ${intent.paymentId} at the provider`,
  ),
];

const statusesOf = ({ captured, refunded }: PaymentRow, intent: IntentRow | undefined): readonly string[] => {
  if (captured > 0 && intent?.status === 'succeeded') {
    if (refunded === 0) return ['CAPTURED'];
    return [refunded < captured ? 'PARTIALLY_REFUNDED' : 'REFUNDED'];
  }
  if (captured > 0 || intent?.status === 'succeeded') return [];
  if (intent?.status === 'canceled') return ['VOIDED', 'FAILED'];
  return intent ? OPEN : [...OPEN, 'VOIDED', 'FAILED'];
};
const OPEN: readonly string[] = [
  'CREATED',
  'REQUIRES_PAYMENT_METHOD',
  'REQUIRES_ACTION',
  'PROCESSING',
  'UNKNOWN',
  'AUTHORIZED',
];

/** Payments are of orders, and money is kept for orders that were sold, once. */
export const ofOrders: Check = (snapshot) => {
  const { orders, payments, refunds } = snapshot;
  const orderOf = byId(orders);
  const paymentsOf = groupBy(payments, ({ orderId }) => orderId);
  const refundsOf = groupBy(refunds, ({ orderId }) => orderId);
  return [
    ...payments.flatMap((payment) => charged(payment, orderOf.get(payment.orderId))),
    ...orders.flatMap((order) =>
      ofOrder(order, paymentsOf.get(order.id) ?? [], refundsOf.get(order.id) ?? []),
    ),
  ];
};

const charged = (payment: PaymentRow, order: OrderRow | undefined): Violation[] => {
  const { id, captured, refunded, amount, currency, status } = payment;
  if (!order) return [violation('CHARGE_WITHOUT_ORDER', id, `${captured} captured for ${payment.orderId}`)];
  return [
    ...unless(
      isSold(order) || captured === refunded,
      'CHARGE_OF_CANCELLED',
      id,
      `${captured - refunded} kept for an order that is ${order.status}`,
    ),
    ...unless(
      amount === order.total,
      'AMOUNT_DIFFERS',
      id,
      `${amount}, but the order's total is ${order.total}`,
    ),
    ...unless(
      currency === order.currency,
      'CURRENCY_DIFFERS',
      id,
      `${currency}, but the order is in ${order.currency}`,
    ),
    ...unless(
      order.status === 'PENDING' || captured > 0 || status === 'VOIDED' || status === 'FAILED',
      'PAYMENT_OPEN',
      id,
      `${status}, and can still be paid for an order that is ${order.status}`,
    ),
  ];
};

const ofOrder = (
  { id, status, total, refunded, paymentId }: OrderRow,
  payments: readonly PaymentRow[],
  refunds: readonly RefundRow[],
): Violation[] => {
  const taken = payments.filter(({ captured }) => captured > 0);
  const own = payments.find((payment) => payment.id === paymentId);
  const back = sumOf(
    refunds.filter((refund) => refund.status === 'SUCCEEDED'),
    ({ amount }) => amount,
  );
  const returned = sumOf(payments, (payment) => payment.refunded);
  return [
    ...unless(
      paymentId === null || own !== undefined,
      'CHARGE_WITHOUT_ORDER',
      id,
      `its payment ${paymentId} is not there, or of another order`,
    ),
    ...unless(
      taken.length <= 1,
      'CHARGE_TWICE',
      id,
      `charged by ${taken.map((each) => each.id).join(' and ')}`,
    ),
    ...unless(
      !isSold({ status }) || (total === 0 ? taken.length === 0 : own?.captured === total),
      'ORDER_UNPAID',
      id,
      `${total} due, ${own?.captured ?? 0} captured`,
    ),
    ...unless(
      refunded === back && refunded === returned,
      'ORDER_REFUNDED',
      id,
      `${refunded} on the order, ${back} in its refunds, ${returned} of its payments`,
    ),
  ];
};
