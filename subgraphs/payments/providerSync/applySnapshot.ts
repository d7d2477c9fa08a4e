import type { Id } from '../../../kernel/ids.ts';
import { type Money, money, sum } from '../../../kernel/money.ts';
import {
  type Attempt,
  allows,
  type DisputeStage,
  MAX_DECLINES,
  mayBecome,
  type OpenDispute,
  type Payment,
  type Refund,
  refundTotals,
  type Status,
  type Totals,
} from '../payment/payment.ts';
import { type Change, changed, unchanged, withAlarm } from './change.ts';
import type { DisputeSnapshot, ProviderSnapshot, RefundSnapshot } from './snapshot.ts';

export type ChangeContext = Readonly<{ now(): Date; newRefundId(): Id<'ref'> }>;

/** Applies the provider's current state to a payment. The order and repetition of events do not matter. Pure. */
export const applySnapshot = (
  before: Payment,
  snapshot: ProviderSnapshot,
  context: ChangeContext,
): Change => {
  if (before.flag) return unchanged(before);
  if (!matchesPayment(before, snapshot)) return mismatch(before, snapshot);
  const refunds = mergeRefunds(before, snapshot.refunds, context);
  const totals = totalsOf(snapshot, refunds, before.amount.currency);
  const status = statusOf(snapshot, totals);
  if (!mayBecome(before.status, status)) return withAlarm(unchanged(before), 'CONTRADICTION');
  const attempts = [...before.attempts, ...newAttempts(before, snapshot, context.now())];
  const { providerId, redirectUrl, method } = snapshot;
  const dispute = openDisputeOf(snapshot.disputes);
  const settlementFees = settlementFeesOf(snapshot, before.amount.currency);
  const reported = {
    providerId,
    redirectUrl,
    method: method ?? before.method,
    dispute,
    unreadableAmounts: snapshot.unreadableAmounts,
  };
  const after = { ...before, ...reported, refunds, totals, settlementFees, status, attempts };
  return {
    ...changed(before, after),
    savedMethod: savedMethodOf(before, snapshot),
    declineLimitReached: isDeclineLimitReached(after),
  };
};

/** Whether ID, amount and currency match, and no more was charged than agreed. */
const matchesPayment = ({ amount, providerId }: Payment, snapshot: ProviderSnapshot): boolean =>
  (providerId === null || providerId === snapshot.providerId) &&
  snapshot.amount?.amount === amount.amount &&
  snapshot.amount.currency === amount.currency &&
  snapshot.captured <= snapshot.authorized &&
  snapshot.authorized <= amount.amount;

/** Nothing is posted to the ledger and nothing is fulfilled. The charge is refunded or the authorization canceled. */
const mismatch = (before: Payment, { providerId }: ProviderSnapshot): Change => {
  const flag = 'PAYMENT_MISMATCH';
  const after: Payment = {
    ...before,
    providerId: before.providerId ?? providerId,
    status: 'FAILED',
    flag,
    redirectUrl: null,
  };
  return withAlarm(
    { before, after, notifications: [{ kind: 'DECLINED', amount: null, refundId: null }], alarms: [] },
    flag,
  );
};

const mergeRefunds = (
  { id: paymentId, refunds, amount }: Payment,
  reported: readonly RefundSnapshot[],
  context: ChangeContext,
): Refund[] => {
  const isSame = (refund: Refund, other: RefundSnapshot) =>
    other.providerId === refund.providerId || other.refundId === refund.id;
  const known = refunds.map((refund) => {
    const now = reported.find((other) => isSame(refund, other));
    return now ? { ...refund, status: now.status, providerId: now.providerId } : refund;
  });
  const foreign = reported.filter((other) => !refunds.some((refund) => isSame(refund, other)));
  return [
    ...known,
    ...foreign.map((other) => ({
      id: context.newRefundId(),
      paymentId,
      amount: money(other.amount, amount.currency),
      status: other.status,
      reason: null,
      providerId: other.providerId,
      createdAt: context.now(),
    })),
  ];
};

const totalsOf = (snapshot: ProviderSnapshot, refunds: readonly Refund[], currency: string): Totals => ({
  authorized: snapshot.authorized,
  released:
    snapshot.phase === 'canceled' || snapshot.phase === 'captured'
      ? snapshot.authorized - snapshot.captured
      : 0,
  captured: snapshot.captured,
  ...refundTotals(refunds),
  fees: feesOf(snapshot).reduce((sum, fee) => sum + (fee.currency === currency ? fee.amount : 0), 0),
  disputed: snapshot.disputes.reduce((sum, { withdrawn }) => sum + withdrawn, 0),
});

const feesOf = ({ fees, disputes }: ProviderSnapshot): Money[] => [
  ...fees,
  ...disputes.flatMap((dispute) => dispute.fees),
];

/** Fees in other currencies: an account that settles in another currency pays its fees in that currency. */
const settlementFeesOf = (snapshot: ProviderSnapshot, currency: string): Money[] => {
  const elsewhere = feesOf(snapshot).filter((fee) => fee.currency !== currency);
  const currencies = [...new Set(elsewhere.map((fee) => fee.currency))].sort();
  return currencies.map((each) =>
    sum(
      elsewhere.filter((fee) => fee.currency === each),
      each,
    ),
  );
};

const statusOf = ({ phase, disputes }: ProviderSnapshot, { captured, refunded }: Totals): Status => {
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

/** An inquiry is not a dispute: a refund can still prevent one. */
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

const openDisputeOf = (disputes: readonly DisputeSnapshot[]): OpenDispute | null => {
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
  { authorized, charge, failures }: ProviderSnapshot,
  at: Date,
): Attempt[] => {
  const observed: Attempt[] = [
    ...failures.map((failure) => ({ ...failure, at, outcome: 'DECLINED' as const })),
    ...(authorized > 0 && charge
      ? [{ ref: charge, at, outcome: 'AUTHORIZED' as const, code: null, message: null }]
      : []),
  ];
  return observed.filter(({ ref }) => !attempts.some((known) => known.ref === ref));
};

/** Counts declines of requests from Plexus and from a browser with the client secret. */
const isDeclineLimitReached = ({ status, attempts }: Payment): boolean =>
  allows(status, 'pay') && attempts.filter(({ outcome }) => outcome === 'DECLINED').length >= MAX_DECLINES;

/** A card is saved once it has been authorized. */
const savedMethodOf = (
  { totals, ownerId }: Payment,
  { authorized, methodToSave, method }: ProviderSnapshot,
): NonNullable<Change['savedMethod']> | null =>
  totals.authorized === 0 && authorized > 0 && ownerId && methodToSave && method
    ? { providerId: methodToSave, card: method }
    : null;
