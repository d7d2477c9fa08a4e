import type Stripe from 'stripe';
import { type Card, declined } from './card.ts';
import { type Failure, type Intent, isOpen, type Outcome } from './intent.ts';
import { docUrl, unexpectedState } from './refused.ts';

/** One try to pay: the ids that it may use, and the method as the error would show it. */
export type Attempt = Readonly<{
  card: Card;
  charge: string;
  challenge: string;
  offSession: boolean;
  method: Stripe.PaymentMethod;
}>;

export const mustBeOpen = (intent: Intent): void => {
  if (!isOpen(intent))
    throw unexpectedState(
      intent.id,
      `You cannot confirm this PaymentIntent because it has a status of ${intent.state.is}.`,
    );
};

/** Asks the issuer: authorised, refused, or first to be authenticated by the buyer. */
export const confirm = (intent: Intent, attempt: Attempt): Intent => {
  mustBeOpen(intent);
  const { verdict } = attempt.card;
  switch (verdict.is) {
    case 'approved':
      return authorised(intent, attempt.charge);
    case 'declined':
      return turnedDown(intent, attempt, verdict);
    case 'authentication_required':
      return attempt.offSession
        ? turnedDown(intent, attempt, NEEDS_BUYER)
        : { ...intent, state: { is: 'requires_action', challenge: attempt.challenge }, lastError: null };
    default:
      return verdict satisfies never;
  }
};

const NEEDS_BUYER = declined(
  'authentication_required',
  'authentication_required',
  'Your card was declined. This transaction requires authentication.',
);

const authorised = (intent: Intent, charge: string): Intent => ({
  ...intent,
  charge,
  lastError: null,
  state:
    intent.captureMethod === 'manual'
      ? { is: 'requires_capture', capturable: intent.amount }
      : { is: 'succeeded', received: intent.amount },
});

const turnedDown = (
  intent: Intent,
  { charge, method }: Attempt,
  why: ReturnType<typeof declined>,
): Intent => ({
  ...intent,
  charge,
  method: null,
  state: { is: 'requires_payment_method' },
  lastError: {
    type: 'card_error',
    code: why.code,
    decline_code: why.declineCode,
    message: why.message,
    charge,
    doc_url: docUrl(why.code),
    payment_method: method,
  },
});

/** The buyer's answer on the bank's page. A page that was answered already changes nothing. */
export const authenticate = (
  intent: Intent,
  challenge: string,
  outcome: Outcome,
  attempt: Attempt,
): Intent => {
  if (intent.state.is !== 'requires_action' || intent.state.challenge !== challenge)
    throw unexpectedState(intent.id, 'This PaymentIntent is no longer waiting for this authentication.');
  const answered = { ...intent, answered: { challenge, outcome } };
  return outcome === 'succeed'
    ? authorised(answered, attempt.charge)
    : {
        ...answered,
        method: null,
        state: { is: 'requires_payment_method' },
        lastError: notAuthenticated(attempt.method),
      };
};

const notAuthenticated = (method: Stripe.PaymentMethod): Failure => ({
  type: 'invalid_request_error',
  code: 'payment_intent_authentication_failure',
  message:
    'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
  doc_url: docUrl('payment_intent_authentication_failure'),
  payment_method: method,
});
