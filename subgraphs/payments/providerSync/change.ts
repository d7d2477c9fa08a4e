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

export type NewsKind =
  | 'AUTHORIZED'
  | 'CAPTURED'
  | 'DECLINED'
  | 'VOIDED'
  | 'REFUNDED'
  | 'REFUND_FAILED'
  | 'DISPUTED';
/** What orders is told. */
export type News = Readonly<{ kind: NewsKind; amount: Money | null; refundId: Id<'ref'> | null }>;

/** What people have to look at: the provider says what cannot be, money did not go back, or a bank waits for an answer. */
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

/** `kept` is a card that the customer now has for later. */
export type Change = Readonly<{
  before: Payment;
  after: Payment;
  news: readonly News[];
  kept?: Readonly<{ providerId: string; card: CardDetails }> | null;
  /** too many cards were declined: the payment is voided, and its order gets no other */
  exhausted?: boolean;
  alarms: readonly Alarm[];
}>;

/** A look that showed nothing new. */
export const still = (payment: Payment): Change => ({
  before: payment,
  after: payment,
  news: [],
  alarms: [],
});

/** What became of a payment, with all that is to be said of it. */
export const changed = (before: Payment, after: Payment): Change => {
  const news = newsOf(before, after);
  return {
    before,
    after,
    news,
    alarms: [
      ...news.flatMap((piece) => alarmsOf(before, piece)),
      ...disputeAlarms(before, after),
      ...unreadAlarms(before, after),
    ],
  };
};

/** The books lack an amount until somebody has looked; once for each. */
const unreadAlarms = (before: Payment, { id, orderId, unread }: Payment): Alarm[] => {
  const added = unread.filter((amount) => !before.unread.includes(amount));
  return added.length > 0
    ? [{ what: 'AMOUNT_UNREAD', about: { paymentId: id, orderId, amounts: added.join('; ') } }]
    : [];
};

/** With the date until which the shop has to answer; once for each stage. */
const disputeAlarms = (before: Payment, { id, orderId, dispute }: Payment): Alarm[] => {
  if (!dispute || dispute.stage === before.dispute?.stage) return [];
  const what = dispute.stage === 'INQUIRY' ? 'DISPUTE_INQUIRY' : 'DISPUTE_OPENED';
  return [{ what, about: { paymentId: id, orderId, dueBy: dispute.dueBy?.toISOString() ?? 'not given' } }];
};

/** The amount is free again and nobody has it: staff agree with the buyer on another way. */
const alarmsOf = ({ id }: Payment, { kind, refundId }: News): Alarm[] =>
  kind === 'REFUND_FAILED' && refundId ? [{ what: kind, about: { paymentId: id, refundId } }] : [];

/** The provider says what cannot be. */
export const doubted = (change: Change, what: 'PAYMENT_MISMATCH' | 'CONTRADICTION'): Change => {
  const { id, orderId } = change.before;
  return { ...change, alarms: [...change.alarms, { what, about: { paymentId: id, orderId } }] };
};

/**
 * The provider will never open this payment. No bank was asked, so there is no attempt. Orders hears it by the answer to its own
 * call; only where that one was left without an answer, it is told.
 */
export const refusedToOpen = (before: Payment): Change => {
  if (before.status !== 'CREATED' && before.status !== 'UNKNOWN') return still(before);
  const news: News[] = before.status === 'UNKNOWN' ? [{ kind: 'VOIDED', amount: null, refundId: null }] : [];
  return { before, after: { ...before, status: 'FAILED' }, news, alarms: [] };
};

/** The provider will never make this refund. */
export const refusedToRefund = (before: Payment, refundId: string): Change => {
  const refunds = before.refunds.map((refund) =>
    refund.id === refundId ? { ...refund, status: 'FAILED' as const } : refund,
  );
  const after = { ...before, refunds, totals: { ...before.totals, ...refundTotals(refunds) } };
  return changed(before, after);
};

/** It was asked for something and did not say whether it did it. */
export const unsure = (before: Payment): Change =>
  mayBecome(before.status, 'UNKNOWN')
    ? { ...still(before), after: { ...before, status: 'UNKNOWN' } }
    : still(before);

/** The bank takes its time: the buyer hears of it later. */
export const processing = (before: Payment): Change =>
  allows(before.status, 'pay')
    ? { ...still(before), after: { ...before, status: 'PROCESSING' } }
    : still(before);

/** What is new to orders. */
const newsOf = (before: Payment, after: Payment): News[] => {
  const { currency } = after.amount;
  const rose = (total: 'authorized' | 'captured') => before.totals[total] === 0 && after.totals[total] > 0;
  const became = (status: Status) => before.status !== status && after.status === status;
  const refused = after.attempts.slice(before.attempts.length).some(({ outcome }) => outcome === 'DECLINED');
  const say = (kind: NewsKind, amount: number | null): News => ({
    kind,
    amount: amount === null ? null : money(amount, currency),
    refundId: null,
  });
  return [
    ...(refused ? [say('DECLINED', null)] : []),
    ...(rose('authorized') ? [say('AUTHORIZED', after.totals.authorized)] : []),
    ...(rose('captured') ? [say('CAPTURED', after.totals.captured)] : []),
    ...(became('VOIDED') ? [say('VOIDED', null)] : []),
    ...after.refunds.flatMap((refund) => refundNews(before, refund)),
    ...(became('DISPUTED') ? [say('DISPUTED', after.totals.disputed)] : []),
  ];
};

const refundNews = ({ refunds }: Payment, { id, amount, status }: Refund): News[] => {
  const was = refunds.find((refund) => refund.id === id)?.status ?? 'PENDING';
  if (was === status || status === 'PENDING') return [];
  return [{ kind: status === 'SUCCEEDED' ? 'REFUNDED' : 'REFUND_FAILED', amount, refundId: id }];
};
