import type Stripe from 'stripe';
import type { Failure, Intent } from './intent.ts';

type Authorisation = Readonly<{
  intent: Intent;
  id: string;
  created: number;
  method: Stripe.PaymentMethod;
  failure: Failure | null;
}>;

/** What the issuer was asked for, held or refused; nothing of it is captured yet. */
export const chargeOf = ({ intent, id, created, method, failure }: Authorisation): Stripe.Charge => ({
  id,
  object: 'charge',
  ...ABSENT,
  amount: intent.amount,
  amount_captured: 0,
  amount_refunded: 0,
  balance_transaction: null,
  billing_details: method.billing_details,
  calculated_statement_descriptor: intent.descriptor ?? 'PLEXUS SANDBOX',
  captured: false,
  created,
  currency: intent.currency,
  customer: intent.customer,
  description: intent.description,
  disputed: false,
  failure_code: failure?.code ?? null,
  failure_message: failure?.message ?? null,
  fraud_details: {},
  metadata: intent.metadata,
  outcome: failure ? refusedBy(failure) : ACCEPTED,
  paid: failure === null,
  payment_intent: intent.id,
  payment_method: method.id,
  payment_method_details: {
    type: 'card',
    ...(method.card ? { card: cardDetails(method.card, intent.amount) } : {}),
  },
  receipt_email: intent.receiptEmail,
  refunded: false,
  shipping: intent.shipping,
  statement_descriptor: intent.descriptor,
  statement_descriptor_suffix: intent.descriptorSuffix,
  status: failure ? 'failed' : 'succeeded',
});

/** What this slice of Stripe does not have. */
const ABSENT = {
  application: null,
  application_fee: null,
  application_fee_amount: null,
  failure_balance_transaction: null,
  livemode: false,
  on_behalf_of: null,
  receipt_number: null,
  receipt_url: null,
  review: null,
  source: null,
  source_transfer: null,
  transfer_data: null,
  transfer_group: null,
} as const;

export const captured = (charge: Stripe.Charge, amount: number, transaction: string): Stripe.Charge => ({
  ...charge,
  amount_captured: amount,
  balance_transaction: transaction,
  captured: true,
});

/** Stripe counts what is released of an authorisation as refunded, too. A refund that failed counts back (a negative amount). */
export const refunded = (charge: Stripe.Charge, amount: number): Stripe.Charge => {
  const total = charge.amount_refunded + amount;
  return { ...charge, amount_refunded: total, refunded: total === charge.amount };
};

const cardDetails = (
  card: Stripe.PaymentMethod.Card,
  amount: number,
): Stripe.Charge.PaymentMethodDetails.Card => ({
  amount_authorized: amount,
  authorization_code: null,
  brand: card.brand,
  checks: card.checks,
  country: card.country,
  electronic_commerce_indicator: null,
  exp_month: card.exp_month,
  exp_year: card.exp_year,
  fingerprint: card.fingerprint ?? null,
  funding: card.funding,
  installments: null,
  last4: card.last4,
  mandate: null,
  network: card.brand,
  network_transaction_id: null,
  regulated_status: card.regulated_status,
  three_d_secure: null,
  transaction_link_id: null,
  wallet: null,
});

const ACCEPTED: Stripe.Charge.Outcome = {
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: 'approved_by_network',
  reason: null,
  risk_level: 'normal',
  risk_score: 12,
  seller_message: 'Payment complete.',
  type: 'authorized',
};

const refusedBy = (failure: Failure): Stripe.Charge.Outcome => ({
  ...ACCEPTED,
  network_status: 'declined_by_network',
  reason: failure.decline_code ?? null,
  seller_message: 'The bank did not return any further details with this decline.',
  type: 'issuer_declined',
});
