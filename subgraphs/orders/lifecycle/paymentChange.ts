import type { OrderPaymentChange } from '../../../generated/orders/types.ts';
import type { Id, PaymentId } from '../../../kernel/ids.ts';
import { add, atMost, formatted, isZero, type Money, sum } from '../../../kernel/money.ts';
import { refundEmailJob, refundFailedEmailJob } from '../documents/jobs.ts';
import { advanceJob, type NewEvent, type OrderChange, systemEvents } from '../order/change.ts';
import type { Order, Refund } from '../order/order.ts';
import { PAYMENT, STEP } from '../order/statuses.ts';
import { cancelIfPending } from './cancellation.ts';

export type PaymentChange = Readonly<{
  kind: OrderPaymentChange;
  paymentId: PaymentId;
  amount: Money | null;
  refundId: Id<'ref'> | null;
  /** The version of the payment. Null from a payments process that does not send it. */
  version: number | null;
  /** The id of the refund in orders, if orders has requested it. */
  refundKey: string | null;
}>;

/** The change of the order that a change of its payment causes. Null if it is late or repeated. */
export const applyPaymentChange = (order: Order, change: PaymentChange, now: Date): OrderChange | null => {
  switch (change.kind) {
    case 'AUTHORIZED':
      return applyCharge(order, change, 'AUTHORIZE', now);
    case 'CAPTURED':
      return applyCharge(order, change, 'CAPTURE', now);
    case 'DECLINED':
      return order.status === 'PENDING'
        ? eventOnly({ kind: 'PAYMENT_DECLINED', actor: 'SYSTEM', unlessRepeated: true })
        : null;
    case 'DISPUTED':
      return eventOnly({ kind: 'PAYMENT_DISPUTED', actor: 'SYSTEM', unlessRepeated: true });
    case 'VOIDED':
      return applyVoid(order, now);
    case 'REFUNDED':
      return applyRefund(order, change);
    case 'REFUND_FAILED':
      return applyRefundFailure(order, change);
    default:
      return change.kind satisfies never;
  }
};

const eventOnly = (event: NewEvent): OrderChange => ({ set: {}, events: [event] });

/** Continues the saga. A cancelled order releases the payment again, and a payment of the wrong amount cancels the order. */
const applyCharge = (
  order: Order,
  { amount, paymentId }: PaymentChange,
  event: 'AUTHORIZE' | 'CAPTURE',
  now: Date,
): OrderChange | null => {
  const paymentStatus = PAYMENT[order.paymentStatus][event];
  if (!paymentStatus) return null;
  const base: OrderChange = {
    set: { paymentStatus, paymentId },
    events: systemEvents(event === 'AUTHORIZE' ? 'PAYMENT_AUTHORIZED' : 'PAYMENT_CAPTURED'),
  };
  if (amount && (amount.amount !== order.total.amount || amount.currency !== order.currency))
    return cancelForWrongAmount(order, base, now);
  if (order.status === 'CANCELLED')
    return { ...base, set: { ...base.set, step: releasedStep(order) }, jobs: [advanceJob(order.id)] };
  const settling = order.status === 'PENDING' ? STEP[order.step].SETTLE : null;
  return settling ? { ...base, set: { ...base.set, step: settling }, jobs: [advanceJob(order.id)] } : base;
};

const releasedStep = ({ step }: Order): Order['step'] => STEP[step].RELEASE ?? step;

const cancelForWrongAmount = (order: Order, base: OrderChange, now: Date): OrderChange => {
  const why = {
    reason: 'The payment had a different amount than the order.',
    by: { actor: 'SYSTEM' as const },
    now,
  };
  const ended = cancelIfPending(order, why);
  return ended
    ? { ...ended, set: { ...base.set, ...ended.set }, events: [...base.events, ...ended.events] }
    : base;
};

const applyVoid = (order: Order, now: Date): OrderChange | null => {
  const paymentStatus = PAYMENT[order.paymentStatus].VOID;
  if (!paymentStatus) return null;
  const events = systemEvents('PAYMENT_VOIDED');
  const ended = cancelIfPending(order, {
    reason: 'The payment was voided.',
    by: { actor: 'SYSTEM' },
    now,
  });
  if (!ended) return { set: { paymentStatus }, events };
  return { ...ended, set: { ...ended.set, paymentStatus }, events: [...events, ...ended.events] };
};

/** The refund that the change is about: known by its id, requested under its key, or made outside of orders. Null if the change is outdated. */
const refundOf = (
  { refunds, total }: Order,
  { refundId, refundKey, amount, version }: PaymentChange,
): Refund | null => {
  if (refundId === null) return null;
  const known = refunds.find(({ paymentRefundId }) => paymentRefundId === refundId);
  const requested = refunds.find(
    (one) =>
      one.paymentRefundId === null &&
      (refundKey === null ? matchesAmount(one, amount) : one.id === refundKey),
  );
  const elsewhere: Refund = {
    id: refundId,
    paymentRefundId: refundId,
    amount: amount ?? total,
    status: 'PENDING',
    reason: 'Refunded through payments.',
  };
  const refund = known ?? requested ?? elsewhere;
  return isOutdated(refund, version)
    ? null
    : { ...refund, paymentRefundId: refundId, paymentVersion: version ?? refund.paymentVersion ?? 0 };
};

const matchesAmount = ({ status, amount: own }: Refund, amount: Money | null): boolean =>
  status === 'PENDING' && (!amount || own.amount === amount.amount);

/** Whether the change is late or repeated. Without a version, a failed refund stays failed. */
const isOutdated = ({ status, paymentVersion = 0 }: Refund, version: number | null): boolean =>
  version === null ? status === 'FAILED' : version <= paymentVersion;

const applyRefund = (order: Order, change: PaymentChange): OrderChange | null => {
  const refund = refundOf(order, change);
  if (!refund || refund.status === 'SUCCEEDED') return null;
  const all = atMost(add(order.refunded, refund.amount), order.total);
  const paymentStatus =
    PAYMENT[order.paymentStatus][all.amount >= order.total.amount ? 'REFUND_ALL' : 'REFUND_PART'];
  if (!paymentStatus) return null;
  return {
    set: { paymentStatus, refunded: all },
    refunds: [{ ...refund, status: 'SUCCEEDED' }],
    events: [
      { kind: 'REFUNDED', actor: 'SYSTEM', message: `${formatted(refund.amount)} refunded to the buyer.` },
    ],
    jobs: [refundEmailJob(order.id, refund.id)],
  };
};

/** Marks the refund as failed, so that the amount can be refunded again. Items that were returned to stock stay there. */
const applyRefundFailure = (order: Order, reported: PaymentChange): OrderChange | null => {
  const refund = refundOf(order, reported);
  if (!refund || refund.status === 'FAILED') return null;
  const message = `The refund of ${formatted(refund.amount)} failed.`;
  const change: OrderChange = {
    set: {},
    refunds: [{ ...refund, status: 'FAILED' }],
    events: [{ kind: 'REFUND_FAILED', actor: 'SYSTEM', message }],
  };
  if (refund.status === 'PENDING') return change;
  const rest = refundedExcept(order, refund);
  const paymentStatus =
    PAYMENT[order.paymentStatus][isZero(rest) ? 'REVERSE_ALL' : 'REVERSE_PART'] ?? order.paymentStatus;
  return {
    ...change,
    set: { paymentStatus, refunded: rest },
    jobs: [refundFailedEmailJob(order.id, refund.id)],
  };
};

const refundedExcept = ({ refunds, total, currency }: Order, { id }: Refund): Money =>
  atMost(
    sum(
      refunds.filter((one) => one.status === 'SUCCEEDED' && one.id !== id).map(({ amount }) => amount),
      currency,
    ),
    total,
  );
