import type Stripe from 'stripe';
import { invalid } from './refused.ts';

type Request = Readonly<{
  id: string;
  created: number;
  charge: Stripe.Charge;
  amount: number;
  reason: Stripe.Refund.Reason | null;
  metadata: Stripe.Metadata;
  status?: 'pending' | 'succeeded';
  transaction: string | null;
}>;

export const refundOf = ({
  id,
  created,
  charge,
  amount,
  reason,
  metadata,
  status = 'succeeded',
  transaction,
}: Request): Stripe.Refund => ({
  id,
  object: 'refund',
  amount,
  balance_transaction: transaction,
  charge: charge.id,
  created,
  currency: charge.currency,
  customer: typeof charge.customer === 'string' ? charge.customer : null,
  customer_account: null,
  destination_details: {
    type: 'card',
    card: {
      type: transaction ? 'refund' : 'reversal',
      reference_status: 'pending',
      reference_type: 'acquirer_reference_number',
    },
  },
  metadata,
  payment_intent: typeof charge.payment_intent === 'string' ? charge.payment_intent : null,
  payment_method: charge.payment_method,
  reason,
  receipt_number: null,
  source_transfer_reversal: null,
  status,
  transfer_reversal: null,
});

/** How a refund ends that gives nothing back; `transaction` is the money's way back to the account. */
export const failed = (
  refund: Stripe.Refund,
  status: 'failed' | 'canceled',
  reason: string,
  transaction: string,
): Stripe.Refund => ({
  ...refund,
  status,
  failure_reason: reason,
  failure_balance_transaction: transaction,
});

/** How much a refund may give back; what cannot be refunded at all says why. */
export const refundable = (
  charge: Stripe.Charge,
  wanted: number | null,
  isChargedBack = charge.disputed,
): number => {
  if (!charge.captured)
    throw invalid(`Charge ${charge.id} has not been captured; cancel its PaymentIntent instead.`, {
      code: 'charge_not_refundable',
    });
  if (isChargedBack)
    throw invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    });
  const left = charge.amount - charge.amount_refunded;
  if (left === 0)
    throw invalid(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  if (wanted !== null && wanted > left)
    throw invalid(`Refund amount (${wanted}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    });
  return wanted ?? left;
};
