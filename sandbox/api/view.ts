import type Stripe from 'stripe';
import type { Unit } from '../journal/unit.ts';
import type { Tables } from '../journal/world.ts';
import { asPaymentIntent } from '../objects/paymentIntent.ts';

/** The tables that the API shows. */
export type Shown = Exclude<keyof Tables, 'delivery' | 'due' | 'reply'>;
export type Thing = Readonly<{ id: string; object: string; created?: number }>;

/** A row as Stripe shows it, typed by the SDK where it is made. */
export const viewOf = (unit: Unit, table: Shown, id: string): Thing | null => {
  if (table === 'payment_intent') {
    const intent = unit.find(table, id);
    return intent && asPaymentIntent(intent, unit.publicUrl);
  }
  if (table === 'payment_method') return unit.find(table, id)?.shown ?? null;
  if (table !== 'event') return unit.find(table, id);
  const event = unit.find(table, id);
  return event && withWebhooks(event, unit.find('delivery', id)?.status === 'pending');
};

const withWebhooks = (event: Stripe.EventBase, pending: boolean): Stripe.EventBase => ({
  ...event,
  pending_webhooks: pending ? 1 : 0,
});

const PREFIXES: ReadonlyMap<string, Shown> = new Map([
  ['pi', 'payment_intent'],
  ['pm', 'payment_method'],
  ['cus', 'customer'],
  ['ch', 'charge'],
  ['re', 'refund'],
  ['dp', 'dispute'],
  ['txn', 'balance_transaction'],
]);

/** Whatever bears this id. */
export const viewById = (unit: Unit, id: string): Thing | null => {
  const table = PREFIXES.get(id.split('_', 1)[0] ?? '');
  return table ? viewOf(unit, table, id) : null;
};
