import type Stripe from 'stripe';

const DAYS_TO_ANSWER = 9;
const DAY = 86_400;

type Opening = Readonly<{
  id: string;
  created: number;
  charge: Stripe.Charge;
  withdrawal: Stripe.BalanceTransaction | null;
}>;

/**
 * A charge that its cardholder says to be fraudulent: the money is withdrawn until the bank decides. Without a withdrawal it is an
 * inquiry: the bank only asks, and the charge can be refunded.
 */
export const disputeOf = ({ id, created, charge, withdrawal }: Opening): Stripe.Dispute => ({
  id,
  object: 'dispute',
  amount: charge.amount_captured,
  balance_transactions: withdrawal ? [withdrawal] : [],
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
  is_charge_refundable: withdrawal === null,
  livemode: false,
  metadata: {},
  payment_intent: typeof charge.payment_intent === 'string' ? charge.payment_intent : null,
  payment_method_details: {
    type: 'card',
    card: {
      brand: 'visa',
      case_type: withdrawal ? 'chargeback' : 'inquiry',
      network: 'visa',
      network_reason_code: '10.4',
    },
  },
  reason: 'fraudulent',
  status: withdrawal ? 'needs_response' : 'warning_needs_response',
});

const DECIDED: readonly string[] = ['won', 'lost', 'warning_closed', 'prevented'];
export const isDecided = ({ status }: Stripe.Dispute): boolean => DECIDED.includes(status);
export const isInquiry = ({ status }: Stripe.Dispute): boolean => status.startsWith('warning_');

/** Evidence by Stripe's test words decides a dispute at once; any other, and any for an inquiry, waits for the bank. */
export const answered = (dispute: Stripe.Dispute, text: string): Stripe.Dispute => ({
  ...dispute,
  evidence: { ...dispute.evidence, uncategorized_text: text },
  evidence_details: {
    ...dispute.evidence_details,
    has_evidence: true,
    submission_count: 1,
    submission_method: 'manual',
  },
  status: isInquiry(dispute) ? 'warning_under_review' : (DECISIONS[text] ?? 'under_review'),
});

const DECISIONS: Readonly<Record<string, 'won' | 'lost'>> = {
  winning_evidence: 'won',
  losing_evidence: 'lost',
};

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
