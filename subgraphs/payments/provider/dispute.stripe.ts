import type Stripe from 'stripe';
import type { DisputeStage } from '../payment.ts';
import type { SeenDispute } from '../sightings/sighting.ts';
import type { AmountReader } from './minor.stripe.ts';

/** The names that the SDK's type lists, without its room for others. */
type Listed<Name> = Name extends string ? (string extends Name ? never : Name) : never;

/** Every status of a dispute that the SDK knows. */
const STAGES: Readonly<Record<Listed<Stripe.Dispute.Status>, DisputeStage>> = {
  warning_needs_response: 'INQUIRY',
  warning_under_review: 'INQUIRY',
  warning_closed: 'CLOSED',
  needs_response: 'OPEN',
  under_review: 'OPEN',
  appeal_needs_response: 'OPEN',
  appeal_under_review: 'OPEN',
  won: 'WON',
  lost: 'LOST',
  prevented: 'CLOSED',
};

/** A status that is new to us counts as an open dispute: people look at it, and no money moves meanwhile. */
export const stageOf = (status: string): DisputeStage =>
  Object.hasOwn(STAGES, status) ? STAGES[status as keyof typeof STAGES] : 'OPEN';

export const disputeOf = (dispute: Stripe.Dispute, amounts: AmountReader): SeenDispute => {
  const dueBy = dispute.evidence_details?.due_by;
  return {
    withdrawn: amounts.whole(`dispute ${dispute.id}`, withdrawnOf(dispute), dispute.currency),
    fees: dispute.balance_transactions.flatMap(
      ({ id, fee, currency }) => (fee && amounts.read(`fee of ${id}`, fee, currency)) || [],
    ),
    stage: stageOf(dispute.status),
    dueBy: dueBy ? new Date(dueBy * 1000) : null,
  };
};

/** An account that settles in another currency books the dispute in that one: the payment's own amount is in the dispute. */
const withdrawnOf = ({ amount, currency, balance_transactions: moved }: Stripe.Dispute): number => {
  const sum = moved.reduce((all, one) => all + one.amount, 0);
  if (moved.every((one) => one.currency === currency)) return -sum;
  return sum < 0 ? amount : 0;
};
