import type { OrderId } from '../../../kernel/ids.ts';
import type { NewJob } from '../order/change.ts';
import type { Fulfillment } from '../order/order.ts';

export const ORDER_EMAIL = 'orders.mail';
export const PARCEL_EMAIL = 'orders.parcelMail';
export const REFUND_EMAIL = 'orders.refundMail';
export const REFUND_FAILED_EMAIL = 'orders.refundFailedMail';
export const MAKE_INVOICE = 'orders.makeInvoice';

export const ORDER_EMAILS = ['receipt', 'cancelled'] as const;
export type OrderEmail = (typeof ORDER_EMAILS)[number];
export const PARCEL_EMAILS = ['shipped', 'delivered'] as const;
export type ParcelEmail = (typeof PARCEL_EMAILS)[number];

/** Sends each kind of e-mail at most once per order: the key makes it one job, and the mailer gives it one Message-ID. */
export const orderEmailJob = (occasion: OrderEmail, orderId: OrderId): NewJob => ({
  task: ORDER_EMAIL,
  payload: { occasion, orderId },
  key: `mail:${occasion}:${orderId}`,
});

export const parcelEmailJob = (
  occasion: ParcelEmail,
  orderId: OrderId,
  parcelId: Fulfillment['id'],
): NewJob => ({
  task: PARCEL_EMAIL,
  payload: { occasion, orderId, parcelId },
  key: `parcelMail:${occasion}:${parcelId}`,
});

export const refundEmailJob = (orderId: OrderId, refundId: string): NewJob => ({
  task: REFUND_EMAIL,
  payload: { orderId, refundId },
  key: `refundMail:${refundId}`,
});

export const refundFailedEmailJob = (orderId: OrderId, refundId: string): NewJob => ({
  task: REFUND_FAILED_EMAIL,
  payload: { orderId, refundId },
  key: `refundFailedMail:${refundId}`,
});

/** Makes the order's invoice, once. */
export const invoiceJob = (orderId: OrderId): NewJob => ({
  task: MAKE_INVOICE,
  payload: { orderId },
  key: `invoice:${orderId}`,
});
