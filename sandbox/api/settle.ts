import type Stripe from 'stripe';
import { emit } from '../event.ts';
import type { Unit } from '../journal/unit.ts';
import { feeFor } from '../objects/balance.ts';
import { cardNamed } from '../objects/card.ts';
import { captured, chargeOf, refunded } from '../objects/charge.ts';
import type { Intent } from '../objects/intent.ts';
import { asPaymentIntent } from '../objects/paymentIntent.ts';
import { refundOf } from '../objects/refund.ts';
import { book } from './book.ts';
import { mustCharge, mustMethod } from './lookup.ts';

export const save = (unit: Unit, intent: Intent): Stripe.PaymentIntent =>
  asPaymentIntent(unit.put('payment_intent', intent), unit.publicUrl);

/** What an attempt to pay leaves behind: the charge, the account's entry, the events. */
export const settleAttempt = (
  unit: Unit,
  intent: Intent,
  method: Stripe.PaymentMethod,
): Stripe.PaymentIntent => {
  const shown = save(unit, intent);
  switch (intent.state.is) {
    case 'requires_action':
      emit(unit, 'payment_intent.requires_action', shown);
      break;
    case 'requires_capture':
      emit(unit, 'charge.succeeded', openCharge(unit, intent, method));
      emit(unit, 'payment_intent.amount_capturable_updated', shown);
      break;
    case 'succeeded':
      emit(
        unit,
        'charge.succeeded',
        takeMoney(unit, openCharge(unit, intent, method), intent.state.received),
      );
      emit(unit, 'payment_intent.succeeded', shown);
      break;
    case 'requires_payment_method':
      if (intent.lastError?.charge) emit(unit, 'charge.failed', openCharge(unit, intent, method));
      emit(unit, 'payment_intent.payment_failed', shown);
      break;
    default:
  }
  return shown;
};

/** What a capture leaves behind; what it does not take is released. */
export const settleCapture = (unit: Unit, intent: Intent, received: number): Stripe.PaymentIntent => {
  const shown = save(unit, intent);
  const charge = takeMoney(unit, mustCharge(unit, intent.charge), received);
  emit(unit, 'charge.captured', charge);
  release(unit, charge, charge.amount - received);
  emit(unit, 'payment_intent.succeeded', shown);
  return shown;
};

/** Stripe shows what is not taken of an authorisation as a refund that moves no money. */
export const release = (unit: Unit, charge: Stripe.Charge, amount: number): void => {
  if (amount === 0) return;
  unit.put(
    'refund',
    refundOf({
      id: unit.id('re'),
      created: unit.seconds,
      charge,
      amount,
      reason: null,
      metadata: {},
      transaction: null,
    }),
  );
  emit(unit, 'charge.refunded', unit.put('charge', refunded(charge, amount)));
};

const openCharge = (unit: Unit, intent: Intent, method: Stripe.PaymentMethod): Stripe.Charge => {
  const failure = intent.lastError;
  return unit.put(
    'charge',
    chargeOf({ intent, id: intent.charge ?? unit.id('ch'), created: unit.seconds, method, failure }),
  );
};

const takeMoney = (unit: Unit, charge: Stripe.Charge, amount: number): Stripe.Charge => {
  const { id, currency, description } = charge;
  const entry = book(unit, {
    type: 'charge',
    category: 'charge',
    amount,
    fee: feeFor,
    currency,
    source: id,
    description,
  });
  const afterwards = cardNamed(
    mustMethod(unit, charge.payment_method ?? '', 'payment_method').card,
  )?.afterwards;
  if (afterwards === 'disputed') unit.put('due', { id, at: unit.now + unit.laterMs, what: 'dispute_opens' });
  if (afterwards === 'inquired') unit.put('due', { id, at: unit.now + unit.laterMs, what: 'inquiry_opens' });
  return unit.put('charge', captured(charge, amount, entry.id));
};
