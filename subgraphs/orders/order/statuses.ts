import type {
  OrderFulfillmentStatus,
  OrderPaymentStatus,
  OrderStatus,
} from '../../../generated/orders/types.ts';

export type { OrderFulfillmentStatus, OrderPaymentStatus, OrderStatus };

/** For each state, the next state per event. Null: the event is not possible, or is late. */
type Table<State extends string, Event extends string> = Readonly<
  Record<State, Readonly<Record<Event, State | null>>>
>;

export type StatusEvent = 'PLACE' | 'COMPLETE' | 'CANCEL';
export const STATUS: Table<OrderStatus, StatusEvent> = {
  PENDING: { PLACE: 'PLACED', COMPLETE: null, CANCEL: 'CANCELLED' },
  PLACED: { PLACE: null, COMPLETE: 'COMPLETED', CANCEL: 'CANCELLED' },
  COMPLETED: { PLACE: null, COMPLETE: null, CANCEL: null },
  CANCELLED: { PLACE: null, COMPLETE: null, CANCEL: null },
};

/** A refund implies a capture, even if the capture has not been reported yet. REVERSE_PART: a refund failed after it succeeded, and others remain. */
export type PaymentEvent =
  | 'AUTHORIZE'
  | 'CAPTURE'
  | 'VOID'
  | 'REFUND_PART'
  | 'REFUND_ALL'
  | 'REVERSE_PART'
  | 'REVERSE_ALL';
const NOT_REFUNDED = { REVERSE_PART: null, REVERSE_ALL: null } as const;
const REFUNDED = { REVERSE_PART: 'PARTIALLY_REFUNDED', REVERSE_ALL: 'PAID' } as const;
export const PAYMENT: Table<OrderPaymentStatus, PaymentEvent> = {
  UNPAID: {
    ...NOT_REFUNDED,
    AUTHORIZE: 'AUTHORIZED',
    CAPTURE: 'PAID',
    VOID: 'VOIDED',
    REFUND_PART: 'PARTIALLY_REFUNDED',
    REFUND_ALL: 'REFUNDED',
  },
  AUTHORIZED: {
    ...NOT_REFUNDED,
    AUTHORIZE: null,
    CAPTURE: 'PAID',
    VOID: 'VOIDED',
    REFUND_PART: 'PARTIALLY_REFUNDED',
    REFUND_ALL: 'REFUNDED',
  },
  PAID: {
    ...NOT_REFUNDED,
    AUTHORIZE: null,
    CAPTURE: null,
    VOID: null,
    REFUND_PART: 'PARTIALLY_REFUNDED',
    REFUND_ALL: 'REFUNDED',
  },
  PARTIALLY_REFUNDED: {
    ...REFUNDED,
    AUTHORIZE: null,
    CAPTURE: null,
    VOID: null,
    REFUND_PART: 'PARTIALLY_REFUNDED',
    REFUND_ALL: 'REFUNDED',
  },
  REFUNDED: { ...REFUNDED, AUTHORIZE: null, CAPTURE: null, VOID: null, REFUND_PART: null, REFUND_ALL: null },
  VOIDED: {
    ...NOT_REFUNDED,
    AUTHORIZE: null,
    CAPTURE: null,
    VOID: null,
    REFUND_PART: null,
    REFUND_ALL: null,
  },
};

export type FulfillmentEvent = 'SHIP_PART' | 'SHIP_ALL' | 'DELIVER_ALL';
export const FULFILLMENT: Table<OrderFulfillmentStatus, FulfillmentEvent> = {
  UNFULFILLED: { SHIP_PART: 'PARTIALLY_FULFILLED', SHIP_ALL: 'FULFILLED', DELIVER_ALL: null },
  PARTIALLY_FULFILLED: { SHIP_PART: 'PARTIALLY_FULFILLED', SHIP_ALL: 'FULFILLED', DELIVER_ALL: null },
  FULFILLED: { SHIP_PART: null, SHIP_ALL: null, DELIVER_ALL: 'DELIVERED' },
  DELIVERED: { SHIP_PART: null, SHIP_ALL: null, DELIVER_ALL: null },
};

/**
 * The step of an order's saga. OPENED: stock is reserved and the order can be paid. SETTLING and RELEASING exclude each other: the
 * first transition decides whether the buyer is charged. RETURNING: committed stock and captured money are returned.
 */
export type Step = 'CREATED' | 'OPENED' | 'SETTLING' | 'RELEASING' | 'RETURNING' | 'DONE';
export type StepEvent = 'OPEN' | 'SETTLE' | 'RELEASE' | 'RETURN' | 'FINISH';
export const STEP: Table<Step, StepEvent> = {
  CREATED: { OPEN: 'OPENED', SETTLE: null, RELEASE: 'RELEASING', RETURN: null, FINISH: null },
  OPENED: { OPEN: null, SETTLE: 'SETTLING', RELEASE: 'RELEASING', RETURN: null, FINISH: null },
  SETTLING: { OPEN: null, SETTLE: null, RELEASE: 'RELEASING', RETURN: 'RETURNING', FINISH: 'DONE' },
  RELEASING: { OPEN: null, SETTLE: null, RELEASE: null, RETURN: null, FINISH: 'DONE' },
  RETURNING: { OPEN: null, SETTLE: null, RELEASE: null, RETURN: null, FINISH: 'DONE' },
  DONE: { OPEN: null, SETTLE: null, RELEASE: 'RELEASING', RETURN: 'RETURNING', FINISH: null },
};
