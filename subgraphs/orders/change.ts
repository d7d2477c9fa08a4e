import type { OrderEventKind } from '../../generated/orders/types.ts';
import type { UserId } from '../../kernel/ids.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import { isStaff } from '../../kernel/viewer.ts';
import type { Progress, Refund } from './order.ts';

export type Actor = 'CUSTOMER' | 'STAFF' | 'SYSTEM';
/** `unlessLast`: not written where the last event is of the same kind, so that a repeated message is told once. */
export type NewEvent = Readonly<{
  kind: OrderEventKind;
  actor: Actor;
  actorId?: UserId | null;
  message?: string;
  unlessRepeated?: boolean;
}>;
export type NewJob = Readonly<{ task: string; payload: object; key?: string; runAt?: Date }>;

/** What is written in one transaction when something happens to an order. */
export type OrderChange = Readonly<{
  set: Partial<Omit<Progress, 'refunds'>>;
  /** New refunds, and what is new about known ones. */
  refunds?: readonly Refund[];
  events: readonly NewEvent[];
  /** Promotions that it used are free again. */
  releaseRedemptions?: boolean;
  /** The idempotency key may be used for another order. */
  releaseKey?: boolean;
  jobs?: readonly NewJob[];
}>;

export const actorOf = (viewer: Viewer): Actor => {
  if (viewer.kind === 'service') return viewer.onBehalfOf === null ? 'SYSTEM' : 'CUSTOMER';
  return isStaff(viewer) ? 'STAFF' : 'CUSTOMER';
};

export const systemEvents = (...kinds: OrderEventKind[]): NewEvent[] =>
  kinds.map((kind) => ({ kind, actor: 'SYSTEM' }));
