import type { OrderEventKind } from '../../../generated/orders/types.ts';
import type { Id, OrderId, UserId } from '../../../kernel/ids.ts';
import { isStaff, type Viewer } from '../../../kernel/viewer.ts';
import type { Progress, Refund } from './order.ts';

export type Actor = 'CUSTOMER' | 'STAFF' | 'SYSTEM';

/** `unlessRepeated`: the event is skipped if the order's last event has the same kind, so that a repeated message shows once. */
export type NewEvent = Readonly<{
  kind: OrderEventKind;
  actor: Actor;
  actorId?: UserId | null;
  message?: string;
  unlessRepeated?: boolean;
}>;
/** Who causes an event. */
export type EventAuthor = Omit<NewEvent, 'kind' | 'message'>;
/** Jobs with the same key replace each other while they wait. */
export type NewJob = Readonly<{ task: string; payload: object; key?: string; runAt?: Date }>;

/** What one transaction writes when something happens to an order. */
export type OrderChange = Readonly<{
  set: Partial<Omit<Progress, 'refunds'>>;
  /** New refunds, and known refunds whose fields have changed. */
  refunds?: readonly Refund[];
  events: readonly NewEvent[];
  /** Gives the order's promotion redemptions back. */
  releaseRedemptions?: boolean;
  /** Allows the order's idempotency key to be used for another order. */
  releaseKey?: boolean;
  jobs?: readonly NewJob[];
}>;

export type OrderEvent = Readonly<{
  id: Id<'evt'>;
  orderId: OrderId;
  at: Date;
  kind: OrderEventKind;
  message: string;
  actor: Actor;
}>;

export const actorOf = (viewer: Viewer): Actor => {
  if (viewer.kind === 'service') return viewer.onBehalfOf === null ? 'SYSTEM' : 'CUSTOMER';
  return isStaff(viewer) ? 'STAFF' : 'CUSTOMER';
};

export const systemEvents = (...kinds: OrderEventKind[]): NewEvent[] =>
  kinds.map((kind) => ({ kind, actor: 'SYSTEM' }));

/** The message of an event that brings none of its own. */
export const EVENT_MESSAGES: Readonly<Record<OrderEventKind, string>> = {
  CREATED: 'Order created.',
  STOCK_RESERVED: 'Items reserved.',
  PAYMENT_OPENED: 'Ready to be paid.',
  PAYMENT_AUTHORIZED: 'Payment authorized.',
  PAYMENT_DECLINED: 'The bank declined the payment.',
  PAYMENT_CAPTURED: 'Order paid.',
  PAYMENT_VOIDED: 'Payment voided.',
  PAYMENT_DISPUTED: 'The buyer disputes the payment.',
  PLACED: 'Order placed.',
  FULFILLED: 'Items shipped.',
  DELIVERED: 'Parcel delivered.',
  COMPLETED: 'All items delivered.',
  REFUND_REQUESTED: 'Refund requested.',
  REFUNDED: 'Refunded.',
  REFUND_FAILED: 'The refund failed.',
  CANCELLED: 'Order cancelled.',
  EXPIRED: 'The order was not paid in time.',
  NOTE_ADDED: 'Note added.',
};

/** The events that the viewer may see: staff notes are hidden from buyers. */
export const timelineFor = (viewer: Viewer, events: readonly OrderEvent[]): readonly OrderEvent[] =>
  isStaff(viewer) ? events : events.filter(({ kind }) => kind !== 'NOTE_ADDED');

export const ADVANCE = 'orders.advance';
/** How long a new order waits for its first check. */
export const FIRST_CHECK_MS = 30_000;

/** The job that continues the order's saga as soon as the transaction commits. */
export const advanceJob = (orderId: OrderId): NewJob => ({
  task: ADVANCE,
  payload: { orderId },
  key: `advance:${orderId}`,
});

/** The watchdog that is created together with an order. */
export const watchdogJob = (orderId: OrderId, now: Date): NewJob & { runAt: Date } => ({
  ...advanceJob(orderId),
  runAt: new Date(now.getTime() + FIRST_CHECK_MS),
});
