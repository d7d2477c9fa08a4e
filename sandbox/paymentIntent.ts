import type Stripe from 'stripe';
import type { Intent } from './intent.ts';

/** A payment as Stripe shows it. */
export const asPaymentIntent = (intent: Intent, publicUrl: string): Stripe.PaymentIntent => {
  const { state } = intent;
  return {
    id: intent.id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: intent.amount,
    amount_capturable: state.is === 'requires_capture' ? state.capturable : 0,
    amount_received: state.is === 'succeeded' ? state.received : 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: intent.redirects ? { allow_redirects: intent.redirects, enabled: true } : null,
    canceled_at: state.is === 'canceled' ? state.at : null,
    cancellation_reason: state.is === 'canceled' ? state.reason : null,
    capture_method: intent.captureMethod,
    client_secret: intent.clientSecret,
    confirmation_method: 'automatic',
    created: intent.created,
    currency: intent.currency,
    customer: intent.customer,
    customer_account: null,
    description: intent.description,
    excluded_payment_method_types: null,
    last_payment_error: intent.lastError,
    latest_charge: intent.charge,
    livemode: false,
    managed_payments: null,
    metadata: intent.metadata,
    next_action: nextAction(intent, publicUrl),
    on_behalf_of: null,
    payment_method: intent.method,
    payment_method_configuration_details: null,
    payment_method_options: { card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' } },
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: intent.receiptEmail,
    review: null,
    setup_future_usage: intent.futureUse,
    shipping: intent.shipping,
    source: null,
    statement_descriptor: intent.descriptor,
    statement_descriptor_suffix: intent.descriptorSuffix,
    status: state.is,
    transfer_data: null,
    transfer_group: null,
  };
};

const nextAction = ({ id, state, returnUrl }: Intent, publicUrl: string): Stripe.PaymentIntent.NextAction | null =>
  state.is === 'requires_action'
    ? { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url: `${publicUrl}/3d-secure/${id}/${state.challenge}` } }
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
