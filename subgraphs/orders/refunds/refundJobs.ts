import type { OrderId } from '../../../kernel/ids.ts';
import type { NewJob } from '../change.ts';

export const OPEN_REFUNDS = 'orders.openRefunds';
export const RESTOCK = 'orders.restock';
export const REFUND_EMAIL = 'orders.refundMail';
export const REFUND_FAILED_EMAIL = 'orders.refundFailedMail';

/** Payments is asked as soon as this is committed, and again until it has answered. */
export const refundJobs = (orderId: OrderId): NewJob[] => [{ task: OPEN_REFUNDS, payload: { orderId } }];

/** What was refunded can be sold again. */
export const restockJob = (orderId: OrderId, refundId: string): NewJob => ({
  task: RESTOCK,
  payload: { orderId, refundId },
  key: `restock:${refundId}`,
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
