import type Stripe from 'stripe';

const DAYS_TO_ANSWER = 9;
const DAY = 86_400;

type Opening = Readonly<{ id: string; created: number; charge: Stripe.Charge; withdrawal: Stripe.BalanceTransaction }>;

/** A charge that its cardholder says to be fraudulent: the money is withdrawn until the bank decides. */
export const disputeOf = ({ id, created, charge, withdrawal }: Opening): Stripe.Dispute => ({
  id,
  object: 'dispute',
  amount: charge.amount_captured,
  balance_transactions: [withdrawal],
  charge: charge.id,
  created,
  currency: charge.currency,
  enhanced_eligibility_types: [],
  evidence: NO_EVIDENCE,
  evidence_details: {
    due_by: created + DAYS_TO_ANSWER * DAY,
    enhanced_eligibility: {},
    has_evidence: false,
    past_due: false,
    submission_count: 0,
    submission_method: 'not_submitted',
  },
  intended_submission_method: 'manual',
  is_charge_refundable: false,
  livemode: false,
  metadata: {},
  payment_intent: typeof charge.payment_intent === 'string' ? charge.payment_intent : null,
  payment_method_details: { type: 'card', card: { brand: 'visa', case_type: 'chargeback', network: 'visa', network_reason_code: '10.4' } },
  reason: 'fraudulent',
  status: 'needs_response',
});

export const isDecided = (dispute: Stripe.Dispute): boolean => dispute.status === 'won' || dispute.status === 'lost';

/** Evidence by Stripe's test words decides at once; any other waits for the bank. */
export const answered = (dispute: Stripe.Dispute, text: string): Stripe.Dispute => ({
  ...dispute,
  evidence: { ...dispute.evidence, uncategorized_text: text },
  evidence_details: { ...dispute.evidence_details, has_evidence: true, submission_count: 1, submission_method: 'manual' },
  status: text === 'winning_evidence' ? 'won' : text === 'losing_evidence' ? 'lost' : 'under_review',
});

const NO_EVIDENCE: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};
