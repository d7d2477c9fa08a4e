import { z } from 'zod';
import type { Unit } from '../journal/unit.ts';
import { isThere } from '../objects/customer.ts';
import { noSuch } from '../objects/refused.ts';
import { pageOf, pageParams } from './list.ts';
import { id, text } from './params.ts';
import { type Route, route } from './route.ts';
import { type Shown, type Thing, viewOf } from './view.ts';

type Filters = { readonly [name: string]: (row: Thing, wanted: string) => boolean };

const same = (field: string) => (row: Thing, wanted: string) => Reflect.get(row, field) === wanted;
const sameOf = (...fields: string[]): Filters =>
  Object.fromEntries(fields.map((field) => [field, same(field)]));
const nothing = z.strictObject({});

/** `GET` of a page, filtered by fields, and of one. */
const reads = (table: Shown, path: string, param: string, filters: Filters): Route[] => [
  route('GET', path, listParams(filters), (unit, input) =>
    pageOf(path, matching(unit, table, filters, input), input),
  ),
  readOne(table, path, param),
];

const readOne = (table: Shown, path: string, param: string): Route =>
  route('GET', `${path}/:id`, nothing, (unit, _, wanted) => mustView(unit, table, wanted, param));

const listParams = (filters: Filters) =>
  z.strictObject({
    ...pageParams,
    ...Object.fromEntries(Object.keys(filters).map((name) => [name, text.optional()])),
  });

const mustView = (unit: Unit, table: Shown, wanted: string, param: string): Thing => {
  const thing = viewOf(unit, table, wanted);
  if (!thing) throw noSuch(table, wanted, param, 404);
  return thing;
};

const matching = (unit: Unit, table: Shown, filters: Filters, input: object): Thing[] => {
  const wanted = Object.entries(filters).flatMap(([name, fits]) => {
    const value: unknown = Reflect.get(input, name);
    return typeof value === 'string' ? [(row: Thing) => fits(row, value)] : [];
  });
  return newestFirst(unit, table).filter((row) => wanted.every((fits) => fits(row)));
};

const newestFirst = (unit: Unit, table: Shown): Thing[] =>
  unit
    .all(table)
    .flatMap((row) => viewOf(unit, table, row.id) ?? [])
    .reverse();

/** `charge.*` stands for all types that begin so. */
const ofType = (row: Thing, wanted: string): boolean => {
  const type = String(Reflect.get(row, 'type'));
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
};

const customers: Route = route('GET', '/v1/customers', listParams(sameOf('email')), (unit, input) => {
  const there = unit.all('customer').filter(isThere).reverse();
  const email: unknown = Reflect.get(input, 'email');
  return pageOf('/v1/customers', email ? there.filter((customer) => customer.email === email) : there, input);
});

const savedMethods = z.strictObject({ ...pageParams, type: z.literal('card').optional() });
const methodsOf = (unit: Unit, customer: string): Thing[] =>
  matching(unit, 'payment_method', sameOf('customer'), { customer });

export const readRoutes: readonly Route[] = [
  customers,
  readOne('customer', '/v1/customers', 'id'),
  route('GET', '/v1/payment_methods', savedMethods.extend({ customer: id }), (unit, input) =>
    pageOf('/v1/payment_methods', methodsOf(unit, input.customer), input),
  ),
  route('GET', '/v1/customers/:id/payment_methods', savedMethods, (unit, input, customer) =>
    pageOf(`/v1/customers/${customer}/payment_methods`, methodsOf(unit, customer), input),
  ),
  ...reads('payment_intent', '/v1/payment_intents', 'intent', sameOf('customer')),
  ...reads('charge', '/v1/charges', 'charge', sameOf('customer', 'payment_intent')),
  ...reads('refund', '/v1/refunds', 'refund', sameOf('charge', 'payment_intent')),
  ...reads('dispute', '/v1/disputes', 'dispute', sameOf('charge', 'payment_intent')),
  ...reads('balance_transaction', '/v1/balance_transactions', 'id', sameOf('currency', 'source', 'type')),
  ...reads('event', '/v1/events', 'id', { type: ofType }),
];
