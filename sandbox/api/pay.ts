import type Stripe from 'stripe';
import { emit } from '../event.ts';
import type { Unit } from '../journal/unit.ts';
import { type Attempt, confirm, mustBeOpen } from '../objects/attempt.ts';
import type { Intent } from '../objects/intent.ts';
import { type Method, ownedBy } from '../objects/method.ts';
import { type Fault, invalid, noSuch, unexpectedState } from '../objects/refused.ts';
import { cardOf, usableMethod } from './lookup.ts';
import { settleAttempt } from './settle.ts';

/** The issuer's no: the payment stays, and the answer is an error that shows it. */
export type Declined = Readonly<{ error: Fault }>;

/** Confirms a payment with the method that it has. */
export const pay = (unit: Unit, intent: Intent, offSession: boolean): Stripe.PaymentIntent | Declined => {
  mustBeOpen(intent);
  if (!intent.method) throw unexpectedState(intent.id, MISSING_METHOD);
  const method = usableMethod(unit, intent.method, 'payment_method');
  mustBelong(method, intent);
  if (intent.redirects === 'always' && !intent.returnUrl && !offSession)
    throw invalid(RETURN_URL_NEEDED, { param: 'return_url', intent: intent.id });
  const after = confirm(intent, attemptOf(unit, method, offSession));
  keepMethod(unit, after, method);
  const shown = settleAttempt(unit, after, method.shown);
  const { last_payment_error: failure } = shown;
  return failure?.type === 'card_error'
    ? { error: { ...failure, type: 'card_error', payment_intent: shown } }
    : shown;
};

export const attemptOf = (unit: Unit, method: Method, offSession: boolean): Attempt => ({
  card: cardOf(method),
  charge: unit.id('ch'),
  challenge: unit.id('auth'),
  offSession,
  method: method.shown,
});

/** A method without a customer serves one payment; with future use it becomes the customer's. */
export const keepMethod = (unit: Unit, intent: Intent, method: Method): void => {
  const paid = intent.state.is === 'succeeded' || intent.state.is === 'requires_capture';
  if (!paid || method.shown.customer !== null) return;
  const kept = unit.put('payment_method', ownedBy(method, intent.futureUse ? intent.customer : null));
  if (kept.shown.customer) emit(unit, 'payment_method.attached', kept.shown);
};

const mustBelong = ({ id, shown }: Method, intent: Intent): void => {
  if (shown.customer === null || shown.customer === intent.customer) return;
  if (intent.customer) throw noSuch('PaymentMethod', id, 'payment_method', 400);
  throw invalid(CUSTOMER_NEEDED, { param: 'payment_method', intent: intent.id });
};

const MISSING_METHOD =
  "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.";
const RETURN_URL_NEEDED =
  "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.";
const CUSTOMER_NEEDED =
  'The payment method you provided is attached to a customer so for security purposes you must provide the customer in the request.';
