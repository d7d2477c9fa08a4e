import type { OrderEventKind } from '../../generated/orders/types.ts';
import type { Id, OrderId } from '../../kernel/ids.ts';
import { isStaff, type Viewer } from '../../kernel/viewer.ts';
import type { Actor } from './change.ts';

export type OrderEvent = Readonly<{
  id: Id<'evt'>;
  orderId: OrderId;
  at: Date;
  kind: OrderEventKind;
  message: string;
  actor: Actor;
}>;

/** What an event says to people, where nothing closer is known. */
export const EVENT_MESSAGES: Readonly<Record<OrderEventKind, string>> = {
  CREATED: 'The order was made.',
  STOCK_RESERVED: 'The items are reserved.',
  PAYMENT_OPENED: 'The payment can be made.',
  PAYMENT_AUTHORIZED: 'The bank has agreed to the payment.',
  PAYMENT_DECLINED: 'The bank declined the payment.',
  PAYMENT_CAPTURED: 'The order is paid.',
  PAYMENT_VOIDED: 'The payment was called off.',
  PAYMENT_DISPUTED: 'The payment is disputed.',
  PLACED: 'The order is placed.',
  FULFILLED: 'Items were sent.',
  DELIVERED: 'A parcel has arrived.',
  COMPLETED: 'All has arrived.',
  REFUND_REQUESTED: 'Money is on its way back.',
  REFUNDED: 'Money went back.',
  REFUND_FAILED: 'Money could not go back.',
  CANCELLED: 'The order was cancelled.',
  EXPIRED: 'The order was not paid in time.',
  NOTE_ADDED: 'The staff noted something.',
};

/** Buyers do not see that the staff has noted something. */
export const timelineFor = (viewer: Viewer, events: readonly OrderEvent[]): readonly OrderEvent[] =>
  isStaff(viewer) ? events : events.filter(({ kind }) => kind !== 'NOTE_ADDED');
