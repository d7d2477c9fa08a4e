import type Stripe from 'stripe';
import { z } from 'zod';
import { emit } from '../event.ts';
import type { Unit } from '../journal/unit.ts';
import { customerOf, type Details, isThere } from '../objects/customer.ts';
import { noSuch } from '../objects/refused.ts';
import { address, given, merged, metadata, optionalText, shipping } from './params.ts';
import { detach } from './paymentMethods.ts';

export const customerParams = z
  .strictObject({
    address,
    description: optionalText,
    email: optionalText,
    metadata,
    name: optionalText,
    phone: optionalText,
    shipping,
  })
  .partial();

type Input = z.output<typeof customerParams>;

export const customerCreate = (unit: Unit, input: Input): Stripe.Customer => {
  const customer = customerOf(unit.id('cus'), unit.seconds, details(input, {}));
  unit.put('customer', customer);
  emit(unit, 'customer.created', customer);
  return customer;
};

export const customerUpdate = (unit: Unit, input: Input, id: string): Stripe.Customer => {
  const before = mustBeThere(unit, id);
  const customer = { ...before, ...details(input, before.metadata) };
  unit.put('customer', customer);
  emit(unit, 'customer.updated', customer);
  return customer;
};

/** A deleted customer stays as a mark; saved methods go. */
export const customerDelete = (unit: Unit, _: unknown, id: string): Stripe.DeletedCustomer => {
  const customer = mustBeThere(unit, id);
  for (const method of unit.all('payment_method')) if (method.shown.customer === id) detach(unit, method);
  const gone: Stripe.DeletedCustomer = { id, object: 'customer', deleted: true };
  unit.put('customer', gone);
  emit(unit, 'customer.deleted', customer);
  return gone;
};

const mustBeThere = (unit: Unit, id: string): Stripe.Customer => {
  const customer = unit.find('customer', id);
  if (!isThere(customer)) throw noSuch('customer', id, 'id', 404);
  return customer;
};

const details = ({ metadata: said, shipping: to, ...rest }: Input, before: Stripe.Metadata): Details =>
  given({ ...rest, shipping: to && given(to), metadata: merged(before, said) });
