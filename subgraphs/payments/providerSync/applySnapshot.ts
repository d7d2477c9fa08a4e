import type { Id } from '../../../kernel/ids.ts';
import { type Money, money, sum } from '../../../kernel/money.ts';
import {
  type Attempt,
  allows,
  type DisputeStage,
  MOST_DECLINED,
  mayBecome,
  type Payment,
  type Refund,
  refundTotals,
  type Status,
  type Totals,
  type WaitingDispute,
} from '../payment/payment.ts';
import { type Change, changed, doubted, still } from './change.ts';
import type { SeenDispute, SeenRefund, Sighting } from './snapshot.ts';

export type Given = Readonly<{ now(): Date; newRefundId(): Id<'ref'> }>;

/** Applies what the provider says now. The order and repetition of what made us look do not matter. */
export const observe = (before: Payment, seen: Sighting, given: Given): Change => {
  if (before.flag) return still(before);
  if (!isAsAgreed(before, seen)) return mismatched(before, seen);
  const refunds = mergeRefunds(before, seen.refunds, given);
  const totals = totalsOf(seen, refunds, before.amount.currency);
  const status = statusOf(seen, totals);
  if (!mayBecome(before.status, status)) return doubted(still(before), 'CONTRADICTION');
  const attempts = [...before.attempts, ...newAttempts(before, seen, given.now())];
  const { providerId, redirectUrl, method } = seen;
  const dispute = waitingOf(seen.disputes);
  const settlementFees = feesElsewhere(seen, before.amount.currency);
  const told = { providerId, redirectUrl, method: method ?? before.method, dispute, unread: seen.unread };
  const after = { ...before, ...told, refunds, totals, settlementFees, status, attempts };
  return { ...changed(before, after), kept: keptOf(before, seen), exhausted: isExhausted(after) };
};

/** The same thing, the same money, and never more of it than agreed. */
const isAsAgreed = ({ amount, providerId }: Payment, seen: Sighting): boolean =>
  (providerId === null || providerId === seen.providerId) &&
  seen.amount?.amount === amount.amount &&
  seen.amount.currency === amount.currency &&
  seen.captured <= seen.authorized &&
  seen.authorized <= amount.amount;

/** Nothing is booked and nothing fulfilled; what was taken or held is given back. */
const mismatched = (before: Payment, { providerId }: Sighting): Change => {
  const flag = 'PAYMENT_MISMATCH';
  const after: Payment = {
    ...before,
    providerId: before.providerId ?? providerId,
    status: 'FAILED',
    flag,
    redirectUrl: null,
  };
  return doubted(
    { before, after, news: [{ kind: 'DECLINED', amount: null, refundId: null }], alarms: [] },
    flag,
  );
};

const mergeRefunds = (
  { id: paymentId, refunds, amount }: Payment,
  seen: readonly SeenRefund[],
  given: Given,
): Refund[] => {
  const isSame = (refund: Refund, other: SeenRefund) =>
    other.providerId === refund.providerId || other.ours === refund.id;
  const known = refunds.map((refund) => {
    const now = seen.find((other) => isSame(refund, other));
    return now ? { ...refund, status: now.status, providerId: now.providerId } : refund;
  });
  const foreign = seen.filter((other) => !refunds.some((refund) => isSame(refund, other)));
  return [
    ...known,
    ...foreign.map((other) => ({
      id: given.newRefundId(),
      paymentId,
      amount: money(other.amount, amount.currency),
      status: other.status,
      reason: null,
      providerId: other.providerId,
      createdAt: given.now(),
    })),
  ];
};

const totalsOf = (seen: Sighting, refunds: readonly Refund[], currency: string): Totals => ({
  authorized: seen.authorized,
  released: seen.phase === 'canceled' || seen.phase === 'captured' ? seen.authorized - seen.captured : 0,
  captured: seen.captured,
  ...refundTotals(refunds),
  fees: feesOf(seen).reduce((sum, fee) => sum + (fee.currency === currency ? fee.amount : 0), 0),
  disputed: seen.disputes.reduce((sum, { withdrawn }) => sum + withdrawn, 0),
});

const feesOf = ({ fees, disputes }: Sighting): Money[] => [
  ...fees,
  ...disputes.flatMap((dispute) => dispute.fees),
];

/** An account that settles in another currency pays its fees in that one. */
const feesElsewhere = (seen: Sighting, currency: string): Money[] => {
  const elsewhere = feesOf(seen).filter((fee) => fee.currency !== currency);
  const currencies = [...new Set(elsewhere.map((fee) => fee.currency))].sort();
  return currencies.map((each) =>
    sum(
      elsewhere.filter((fee) => fee.currency === each),
      each,
    ),
  );
};

const statusOf = ({ phase, disputes }: Sighting, { captured, refunded }: Totals): Status => {
  switch (phase) {
    case 'requires_method':
      return 'REQUIRES_PAYMENT_METHOD';
    case 'requires_action':
      return 'REQUIRES_ACTION';
    case 'processing':
      return 'PROCESSING';
    case 'authorized':
      return 'AUTHORIZED';
    case 'canceled':
      return 'VOIDED';
    case 'captured':
      if (disputes.some(({ stage }) => isDisputed(stage))) return 'DISPUTED';
      if (refunded === 0) return 'CAPTURED';
      return refunded < captured ? 'PARTIALLY_REFUNDED' : 'REFUNDED';
    default:
      return phase satisfies never;
  }
};

/** An inquiry is no dispute: a refund is what prevents one. */
const isDisputed = (stage: DisputeStage): boolean => {
  switch (stage) {
    case 'OPEN':
    case 'LOST':
      return true;
    case 'INQUIRY':
    case 'WON':
    case 'CLOSED':
      return false;
    default:
      return stage satisfies never;
  }
};

const waitingOf = (disputes: readonly SeenDispute[]): WaitingDispute | null => {
  const stage = (['OPEN', 'INQUIRY'] as const).find((each) =>
    disputes.some((dispute) => dispute.stage === each),
  );
  if (!stage) return null;
  const dates = disputes.flatMap((dispute) =>
    dispute.stage === stage && dispute.dueBy ? [dispute.dueBy] : [],
  );
  return {
    stage,
    dueBy: dates.reduce<Date | null>((first, date) => (first && first < date ? first : date), null),
  };
};

const newAttempts = (
  { attempts }: Payment,
  { authorized, charge, failures }: Sighting,
  at: Date,
): Attempt[] => {
  const seen: Attempt[] = [
    ...failures.map((failure) => ({ ...failure, at, outcome: 'DECLINED' as const })),
    ...(authorized > 0 && charge
      ? [{ ref: charge, at, outcome: 'AUTHORIZED' as const, code: null, message: null }]
      : []),
  ];
  return seen.filter(({ ref }) => !attempts.some((known) => known.ref === ref));
};

/** Whoever asked the bank, we or a browser with the client secret. */
const isExhausted = ({ status, attempts }: Payment): boolean =>
  allows(status, 'pay') && attempts.filter(({ outcome }) => outcome === 'DECLINED').length >= MOST_DECLINED;

/** A card is kept when it has first proved good. */
const keptOf = (
  { totals, ownerId }: Payment,
  { authorized, kept, method }: Sighting,
): NonNullable<Change['kept']> | null =>
  totals.authorized === 0 && authorized > 0 && ownerId && kept && method
    ? { providerId: kept, card: method }
    : null;
