import type { PaymentRefundRow, ProviderRefundRow, RefundRow, Snapshot } from './snapshot.ts';
import { byId, type Check, sumOf, unless, type Violation } from './violation.ts';

/** What the provider gave back of an intent. */
export const returnedOf = ({ providerRefunds }: Snapshot, intentId: string | null): number =>
  sumOf(
    providerRefunds.filter((each) => each.intentId === intentId && each.status === 'succeeded'),
    ({ amount }) => amount,
  );

/** Each refund is the same in orders, in payments and at the provider. */
export const refunds: Check = (snapshot) => [
  ...snapshot.refunds.flatMap((refund) => ofOrder(snapshot, refund)),
  ...snapshot.paymentRefunds.flatMap((refund) => ofPayment(snapshot, refund)),
  ...snapshot.providerRefunds.flatMap((refund) => ofProvider(snapshot, refund)),
];

/** A refund that moves no money, or that payments refused, is known to orders alone. */
const ofOrder = (
  { paymentRefunds, payments, orders, refundLines }: Snapshot,
  { id, orderId, amount, status, paymentRefundId }: RefundRow,
): Violation[] => {
  const other = paymentRefunds.find((refund) => refund.id === paymentRefundId);
  const lines = sumOf(
    refundLines.filter(({ refundId }) => refundId === id),
    (line) => line.amount,
  );
  const isSame =
    other === undefined
      ? amount === 0 || (status === 'FAILED' && paymentRefundId === null)
      : other.amount === amount &&
        other.status === status &&
        other.key === id &&
        byId(payments).get(other.paymentId)?.orderId === orderId;
  return [
    ...unless(
      isSame,
      'REFUND_DIFFERS',
      id,
      `${status} ${amount}, of payments ${other?.status} ${other?.amount}`,
    ),
    ...unless(
      lines <= amount && byId(orders).has(orderId),
      'REFUND_DIFFERS',
      id,
      `${amount} of ${orderId}, but ${lines} of its lines`,
    ),
  ];
};

const ofPayment = (
  { refunds: ours, providerRefunds, payments }: Snapshot,
  { id, paymentId, amount, currency, status, providerId }: PaymentRefundRow,
): Violation[] => {
  const made = providerRefunds.find((refund) => refund.id === providerId);
  const payment = payments.find((each) => each.id === paymentId);
  const isSame =
    made === undefined
      ? status === 'FAILED'
      : made.amount === amount &&
        made.intentId === payment?.providerId &&
        (made.status === 'succeeded') === (status === 'SUCCEEDED');
  const isAsked = ours.some(({ paymentRefundId }) => paymentRefundId === id);
  return [
    ...unless(
      isSame,
      'REFUND_DIFFERS',
      id,
      `${status} ${amount}, at the provider ${made?.status} ${made?.amount}`,
    ),
    ...unless(isAsked, 'REFUND_DIFFERS', id, 'no order knows it'),
    ...unless(
      currency === payment?.currency,
      'CURRENCY_DIFFERS',
      id,
      `${currency} of a payment in ${payment?.currency}`,
    ),
  ];
};

/** Of a charge that no payment knows the money goes back, and no payment knows that either. */
const ofProvider = (
  { paymentRefunds, payments, intents }: Snapshot,
  { id, intentId, currency }: ProviderRefundRow,
): Violation[] => {
  const intent = intents.find((each) => each.id === intentId);
  const isKnown = payments.some(({ providerId }) => providerId === intentId);
  const isBooked = paymentRefunds.some(({ providerId }) => providerId === id);
  return [
    ...unless(!isKnown || isBooked, 'REFUND_DIFFERS', id, 'payments do not know it'),
    ...unless(
      currency === intent?.currency,
      'CURRENCY_DIFFERS',
      id,
      `${currency} of an intent in ${intent?.currency}`,
    ),
  ];
};
