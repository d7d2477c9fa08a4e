import type Stripe from 'stripe';
import type { DisputeStage } from '../payment.ts';
import type { SeenDispute } from '../sightings/sighting.ts';
import { fromStripe } from './minor.stripe.ts';

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
export const stageOf = (status: string): DisputeStage => (Object.hasOwn(STAGES, status) ? STAGES[status as keyof typeof STAGES] : 'OPEN');

export const disputeOf = ({ balance_transactions, currency, status, evidence_details }: Stripe.Dispute): SeenDispute => {
  const own = balance_transactions.filter((transaction) => transaction.currency === currency);
  const dueBy = evidence_details?.due_by;
  return {
    withdrawn: -fromStripe(
      own.reduce((sum, { amount }) => sum + amount, 0),
      currency,
    ),
    fees: fromStripe(
      own.reduce((sum, { fee }) => sum + fee, 0),
      currency,
    ),
    stage: stageOf(status),
    dueBy: dueBy ? new Date(dueBy * 1000) : null,
  };
};
