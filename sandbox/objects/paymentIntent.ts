import type Stripe from 'stripe';
import type { Intent } from './intent.ts';

/** A payment as Stripe shows it. */
export const asPaymentIntent = (intent: Intent, publicUrl: string): Stripe.PaymentIntent => {
  const { state } = intent;
  return {
    id: intent.id,
    object: 'payment_intent',
    ...ABSENT,
    amount: intent.amount,
    amount_capturable: state.is === 'requires_capture' ? state.capturable : 0,
    amount_received: state.is === 'succeeded' ? state.received : 0,
    automatic_payment_methods: intent.redirects ? { allow_redirects: intent.redirects, enabled: true } : null,
    canceled_at: state.is === 'canceled' ? state.at : null,
    cancellation_reason: state.is === 'canceled' ? state.reason : null,
    capture_method: intent.captureMethod,
    client_secret: intent.clientSecret,
    confirmation_method: 'automatic',
    created: intent.created,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    last_payment_error: intent.lastError,
    latest_charge: intent.charge,
    metadata: intent.metadata,
    next_action: nextAction(intent, publicUrl),
    payment_method: intent.method,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card'],
    receipt_email: intent.receiptEmail,
    setup_future_usage: intent.futureUse,
    shipping: intent.shipping,
    statement_descriptor: intent.descriptor,
    statement_descriptor_suffix: intent.descriptorSuffix,
    status: state.is,
  };
};

/** What this slice of Stripe does not have. */
const ABSENT = {
  allowed_payment_method_types: null,
  application: null,
  application_fee_amount: null,
  customer_account: null,
  excluded_payment_method_types: null,
  livemode: false,
  managed_payments: null,
  on_behalf_of: null,
  payment_method_configuration_details: null,
  payment_record: null,
  processing: null,
  review: null,
  source: null,
  transfer_data: null,
  transfer_group: null,
} as const;

const nextAction = (
  { id, state, returnUrl }: Intent,
  publicUrl: string,
): Stripe.PaymentIntent.NextAction | null =>
  state.is === 'requires_action'
    ? {
        type: 'redirect_to_url',
        redirect_to_url: { return_url: returnUrl, url: `${publicUrl}/3d-secure/${id}/${state.challenge}` },
      }
    : null;

/** Where the buyer's browser goes from the bank's page: Stripe's own parameters on the shop's address. */
export const returnAddress = ({ id, clientSecret, returnUrl }: Intent, succeeded: boolean): string | null => {
  if (!returnUrl) return null;
  const address = new URL(returnUrl);
  address.searchParams.set('payment_intent', id);
  address.searchParams.set('payment_intent_client_secret', clientSecret);
  address.searchParams.set('redirect_status', succeeded ? 'succeeded' : 'failed');
  return address.href;
};
