import type { Id } from '../../../kernel/ids.ts';
import { type Money, money } from '../../../kernel/money.ts';
import {
  allows,
  type CardDetails,
  mayBecome,
  type Payment,
  type Refund,
  refundTotals,
  type Status,
} from '../payment/payment.ts';

export type NotificationKind =
  | 'AUTHORIZED'
  | 'CAPTURED'
  | 'DECLINED'
  | 'VOIDED'
  | 'REFUNDED'
  | 'REFUND_FAILED'
  | 'DISPUTED';
/** What orders is notified of. */
export type OrderNotification = Readonly<{
  kind: NotificationKind;
  amount: Money | null;
  refundId: Id<'ref'> | null;
}>;

/** Needs manual attention: the provider's state is contradictory, a refund failed, or a bank waits for an answer. */
export type Alarm = Readonly<{
  what:
    | 'PAYMENT_MISMATCH'
    | 'CONTRADICTION'
    | 'REFUND_FAILED'
    | 'DISPUTE_INQUIRY'
    | 'DISPUTE_OPENED'
    | 'AMOUNT_UNREAD';
  about: Readonly<Record<string, string>>;
}>;

/** `savedMethod` is a card that the customer saved with this payment. */
export type Change = Readonly<{
  before: Payment;
  after: Payment;
  notifications: readonly OrderNotification[];
  savedMethod?: Readonly<{ providerId: string; card: CardDetails }> | null;
  /** too many cards were declined: the payment is voided, and its order gets no other */
  declineLimitReached?: boolean;
  alarms: readonly Alarm[];
}>;

/** No change. */
export const unchanged = (payment: Payment): Change => ({
  before: payment,
  after: payment,
  notifications: [],
  alarms: [],
});

/** A change with its notifications and alarms. */
export const changed = (before: Payment, after: Payment): Change => {
  const notifications = notificationsFor(before, after);
  return {
    before,
    after,
    notifications,
    alarms: [
      ...notifications.flatMap((notification) => alarmsOf(before, notification)),
      ...disputeAlarms(before, after),
      ...unreadAlarms(before, after),
    ],
  };
};

/** The ledger lacks an amount until it is handled manually. One alarm per amount. */
const unreadAlarms = (before: Payment, { id, orderId, unreadableAmounts: unread }: Payment): Alarm[] => {
  const added = unread.filter((amount) => !before.unreadableAmounts.includes(amount));
  return added.length > 0
    ? [{ what: 'AMOUNT_UNREAD', about: { paymentId: id, orderId, amounts: added.join('; ') } }]
    : [];
};

/** Contains the date by which the shop has to answer. One alarm per stage. */
const disputeAlarms = (before: Payment, { id, orderId, dispute }: Payment): Alarm[] => {
  if (!dispute || dispute.stage === before.dispute?.stage) return [];
  const what = dispute.stage === 'INQUIRY' ? 'DISPUTE_INQUIRY' : 'DISPUTE_OPENED';
  return [{ what, about: { paymentId: id, orderId, dueBy: dispute.dueBy?.toISOString() ?? 'not given' } }];
};

/** The amount can be refunded again: staff arrange another way with the buyer. */
const alarmsOf = ({ id }: Payment, { kind, refundId }: OrderNotification): Alarm[] =>
  kind === 'REFUND_FAILED' && refundId ? [{ what: kind, about: { paymentId: id, refundId } }] : [];

/** Adds an alarm: the provider's state contradicts ours. */
export const withAlarm = (change: Change, what: 'PAYMENT_MISMATCH' | 'CONTRADICTION'): Change => {
  const { id, orderId } = change.before;
  return { ...change, alarms: [...change.alarms, { what, about: { paymentId: id, orderId } }] };
};

/**
 * The provider will never open this payment. No bank was asked, so there is no attempt. Orders hears it by the answer to its own
 * call; only where that one was left without an answer, it is told.
 */
export const openRefused = (before: Payment): Change => {
  if (before.status !== 'CREATED' && before.status !== 'UNKNOWN') return unchanged(before);
  const notifications: OrderNotification[] =
    before.status === 'UNKNOWN' ? [{ kind: 'VOIDED', amount: null, refundId: null }] : [];
  return { before, after: { ...before, status: 'FAILED' }, notifications, alarms: [] };
};

/** The provider refused the refund for good. */
export const refundRefused = (before: Payment, refundId: string): Change => {
  const refunds = before.refunds.map((refund) =>
    refund.id === refundId ? { ...refund, status: 'FAILED' as const } : refund,
  );
  const after = { ...before, refunds, totals: { ...before.totals, ...refundTotals(refunds) } };
  return changed(before, after);
};

/** The provider did not answer, so that the result of a request is unknown. */
export const outcomeUnknown = (before: Payment): Change =>
  mayBecome(before.status, 'UNKNOWN')
    ? { ...unchanged(before), after: { ...before, status: 'UNKNOWN' } }
    : unchanged(before);

/** The bank has not answered yet; the buyer gets the result later. */
export const markProcessing = (before: Payment): Change =>
  allows(before.status, 'pay')
    ? { ...unchanged(before), after: { ...before, status: 'PROCESSING' } }
    : unchanged(before);

/** The notifications for orders that follow from a change. */
const notificationsFor = (before: Payment, after: Payment): OrderNotification[] => {
  const { currency } = after.amount;
  const rose = (total: 'authorized' | 'captured') => before.totals[total] === 0 && after.totals[total] > 0;
  const became = (status: Status) => before.status !== status && after.status === status;
  const refused = after.attempts.slice(before.attempts.length).some(({ outcome }) => outcome === 'DECLINED');
  const say = (kind: NotificationKind, amount: number | null): OrderNotification => ({
    kind,
    amount: amount === null ? null : money(amount, currency),
    refundId: null,
  });
  return [
    ...(refused ? [say('DECLINED', null)] : []),
    ...(rose('authorized') ? [say('AUTHORIZED', after.totals.authorized)] : []),
    ...(rose('captured') ? [say('CAPTURED', after.totals.captured)] : []),
    ...(became('VOIDED') ? [say('VOIDED', null)] : []),
    ...after.refunds.flatMap((refund) => refundNotifications(before, refund)),
    ...(became('DISPUTED') ? [say('DISPUTED', after.totals.disputed)] : []),
  ];
};

const refundNotifications = ({ refunds }: Payment, { id, amount, status }: Refund): OrderNotification[] => {
  const was = refunds.find((refund) => refund.id === id)?.status ?? 'PENDING';
  if (was === status || status === 'PENDING') return [];
  return [{ kind: status === 'SUCCEEDED' ? 'REFUNDED' : 'REFUND_FAILED', amount, refundId: id }];
};
