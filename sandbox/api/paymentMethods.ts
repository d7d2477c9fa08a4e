import type Stripe from 'stripe';
import { z } from 'zod';
import { emit } from '../event.ts';
import type { Unit } from '../journal/unit.ts';
import { type Method, methodOf, ownedBy } from '../objects/method.ts';
import { docUrl, invalid } from '../objects/refused.ts';
import { cardOf, mustCustomer, mustMethod, usableMethod } from './lookup.ts';
import { id } from './params.ts';
import type { Declined } from './pay.ts';

export const attachParams = z.strictObject({ customer: id });

/** Cards that an issuer refuses outright cannot be saved. */
export const paymentMethodAttach = (
  unit: Unit,
  input: z.output<typeof attachParams>,
  methodId: string,
): Stripe.PaymentMethod | Declined => {
  const customer = mustCustomer(unit, input.customer);
  const method = usableMethod(unit, methodId, 'payment_method');
  if (method.shown.customer === customer.id) return method.shown;
  if (method.shown.customer !== null)
    throw invalid('The payment method you provided has already been attached to a customer.');
  const { attaches, verdict } = cardOf(method);
  if (!attaches && verdict.is === 'declined') {
    unit.drop('payment_method', method.id);
    const { code, declineCode, message } = verdict;
    return { error: { type: 'card_error', code, decline_code: declineCode, message, doc_url: docUrl(code) } };
  }
  const { shown } = unit.put('payment_method', ownedBy(method, customer.id));
  emit(unit, 'payment_method.attached', shown);
  return shown;
};

export const paymentMethodDetach = (unit: Unit, _: unknown, methodId: string): Stripe.PaymentMethod => {
  const method = mustMethod(unit, methodId, 'payment_method', 404);
  if (method.shown.customer === null)
    throw invalid(
      'The payment method you provided is not attached to a customer so detachment is impossible.',
    );
  return detach(unit, method).shown;
};

export const detach = (unit: Unit, method: Method): Method => {
  const free = unit.put('payment_method', ownedBy(method, null));
  emit(unit, 'payment_method.detached', free.shown);
  return free;
};

/** A test name shows what a payment with it would have. */
export const paymentMethodRetrieve = (unit: Unit, _: unknown, methodId: string): Stripe.PaymentMethod =>
  (methodOf(methodId, methodId, unit.seconds) ?? mustMethod(unit, methodId, 'payment_method', 404)).shown;
