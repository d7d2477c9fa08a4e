import type Stripe from 'stripe';
import { invalid, unexpectedState } from './refused.ts';

/** Where a payment stands. Only these states exist, and only the functions below lead from one to the next. */
export type State =
  | Readonly<{ is: 'requires_payment_method' }>
  | Readonly<{ is: 'requires_confirmation' }>
  | Readonly<{ is: 'requires_action'; challenge: string }>
  | Readonly<{ is: 'requires_capture'; capturable: number }>
  | Readonly<{ is: 'succeeded'; received: number }>
  | Readonly<{ is: 'canceled'; at: number; reason: Stripe.PaymentIntent.CancellationReason | null }>;

export type Terms = Readonly<{
  amount: number;
  currency: string;
  captureMethod: 'automatic' | 'automatic_async' | 'manual';
  redirects: 'always' | 'never' | null;
  customer: string | null;
  method: string | null;
  metadata: Stripe.Metadata;
  description: string | null;
  receiptEmail: string | null;
  returnUrl: string | null;
  futureUse: 'on_session' | 'off_session' | null;
  shipping: Stripe.PaymentIntent.Shipping | null;
  descriptor: string | null;
  descriptorSuffix: string | null;
}>;

export type Failure = Stripe.PaymentIntent.LastPaymentError;

export type Intent = Terms &
  Readonly<{
    id: string;
    clientSecret: string;
    created: number;
    state: State;
    charge: string | null;
    lastError: Failure | null;
    answered: Readonly<{ challenge: string; outcome: Outcome }> | null;
  }>;

export type Outcome = 'succeed' | 'fail';

export const create = (identity: Pick<Intent, 'id' | 'clientSecret' | 'created'>, terms: Terms): Intent => ({
  ...terms,
  ...identity,
  state: waiting(terms.method),
  charge: null,
  lastError: null,
  answered: null,
});

const waiting = (method: string | null): State => ({
  is: method ? 'requires_confirmation' : 'requires_payment_method',
});

/** Money, currency and method are open only until the payment is authorised; the rest stays editable. */
export const revise = (intent: Intent, changes: Partial<Terms>): Intent => {
  const open = isOpen(intent);
  const bound = (['amount', 'currency', 'customer', 'method', 'captureMethod'] as const).find(
    (field) => changes[field] !== undefined,
  );
  if (bound && !open)
    throw unexpectedState(
      intent.id,
      `This PaymentIntent's ${bound} could not be updated because it has a status of ${intent.state.is}.`,
    );
  const revised = { ...intent, ...changes };
  const repriced =
    changes.amount !== undefined || changes.currency !== undefined || changes.method !== undefined;
  return open && repriced ? { ...revised, state: waiting(revised.method) } : revised;
};

/** Neither authorised nor over. */
export const isOpen = ({ state }: Intent): boolean =>
  state.is === 'requires_payment_method' ||
  state.is === 'requires_confirmation' ||
  state.is === 'requires_action';

/** Takes all or part of what is held; the rest is released. */
export const capture = (intent: Intent, amount: number | null): Intent => {
  const { state } = intent;
  if (state.is !== 'requires_capture')
    throw unexpectedState(
      intent.id,
      `This PaymentIntent could not be captured because it has a status of ${state.is}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
    );
  const received = amount ?? state.capturable;
  if (received > state.capturable)
    throw invalid('The amount to capture is greater than the amount that can be captured.', {
      code: 'amount_too_large',
      param: 'amount_to_capture',
      intent: intent.id,
    });
  return { ...intent, state: { is: 'succeeded', received } };
};

export const cancel = (
  intent: Intent,
  reason: Stripe.PaymentIntent.CancellationReason | null,
  now: number,
): Intent => {
  if (!isOpen(intent) && intent.state.is !== 'requires_capture')
    throw unexpectedState(
      intent.id,
      `You cannot cancel this PaymentIntent because it has a status of ${intent.state.is}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.`,
    );
  return { ...intent, state: { is: 'canceled', at: now, reason } };
};
