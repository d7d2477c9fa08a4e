import type Stripe from 'stripe';
import type { Intent } from '../objects/intent.ts';
import type { Method } from '../objects/method.ts';

/** A webhook on its way: `nextAt` is when (epoch ms) it is tried again. */
export type Delivery = Readonly<{
  id: string;
  status: 'pending' | 'delivered' | 'abandoned';
  attempts: number;
  nextAt: number;
  lastAnswer: string | null;
}>;

/** Something that happens by itself later, as with Stripe's test cards. */
export type Due = Readonly<{
  id: string;
  at: number;
  what: 'dispute_opens' | 'inquiry_opens' | 'refund_fails' | 'refund_succeeds';
}>;

/** What was answered under an idempotency key. */
export type Reply = Readonly<{
  id: string;
  path: string;
  fingerprint: string;
  status: number;
  body: string;
  requestId: string;
  at: number;
}>;

/** All that the server remembers, a table a kind; every row has an `id`. */
export type Tables = {
  payment_intent: Intent;
  payment_method: Method;
  customer: Stripe.Customer | Stripe.DeletedCustomer;
  charge: Stripe.Charge;
  refund: Stripe.Refund;
  dispute: Stripe.Dispute;
  balance_transaction: Stripe.BalanceTransaction;
  event: Stripe.EventBase;
  delivery: Delivery;
  due: Due;
  reply: Reply;
};

export type Table = keyof Tables;
export type World = { readonly [T in Table]: Map<string, Tables[T]> };
export type Change = Readonly<{ table: Table; id: string; row: Tables[Table] | null }>;

export const emptyWorld = (): World => ({
  payment_intent: new Map(),
  payment_method: new Map(),
  customer: new Map(),
  charge: new Map(),
  refund: new Map(),
  dispute: new Map(),
  balance_transaction: new Map(),
  event: new Map(),
  delivery: new Map(),
  due: new Map(),
  reply: new Map(),
});

/** A row of null is a removal. */
export const apply = <T extends Table>(world: World, table: T, id: string, row: Tables[T] | null): void => {
  if (row === null) world[table].delete(id);
  else world[table].set(id, row);
};
