import type Stripe from 'stripe';
import type { Unit } from '../journal/unit.ts';
import { type Card, cardNamed } from '../objects/card.ts';
import { isThere } from '../objects/customer.ts';
import type { Intent } from '../objects/intent.ts';
import { type Method, methodOf } from '../objects/method.ts';
import { invalid, noSuch } from '../objects/refused.ts';

export const mustIntent = (unit: Unit, id: string): Intent => {
  const intent = unit.find('payment_intent', id);
  if (!intent) throw noSuch('payment_intent', id, 'intent', 404);
  return intent;
};

export const mustCharge = (unit: Unit, id: string | null, param = 'charge'): Stripe.Charge => {
  const charge = id ? unit.find('charge', id) : null;
  if (!charge) throw noSuch('charge', id ?? '', param, 404);
  return charge;
};

/** A customer named by a parameter; a deleted one is as good as none. */
export const mustCustomer = (unit: Unit, id: string): Stripe.Customer => {
  const customer = unit.find('customer', id);
  if (!isThere(customer)) throw noSuch('customer', id, 'customer', 400);
  return customer;
};

export const mustMethod = (unit: Unit, id: string, param: string, status: 400 | 404 = 400): Method => {
  const method = unit.find('payment_method', id);
  if (!method) throw noSuch('PaymentMethod', id, param, status);
  return method;
};

/** A method to pay with: Stripe's test names stand for a new method each time. */
export const usableMethod = (unit: Unit, id: string, param: string): Method => {
  const fresh = methodOf(unit.id('pm'), id, unit.seconds);
  const method = fresh ? unit.put('payment_method', fresh) : mustMethod(unit, id, param);
  if (method.spent) throw invalid(SPENT, { param });
  return method;
};

export const cardOf = (method: Method): Card => {
  const card = cardNamed(method.card);
  if (!card) throw new Error(`the payment method ${method.id} has no card`);
  return card;
};

const SPENT =
  'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.';
