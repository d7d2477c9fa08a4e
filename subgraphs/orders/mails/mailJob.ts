import type { OrderId } from '../../../kernel/ids.ts';
import type { NewJob } from '../change.ts';

export const ORDER_EMAIL = 'orders.mail';
export const ORDER_EMAILS = ['receipt', 'cancelled'] as const;
export type OrderEmail = (typeof ORDER_EMAILS)[number];

/** One mail an occasion: the key makes one job of it, and the mailer one Message-ID. */
export const orderEmailJob = (occasion: OrderEmail, orderId: OrderId): NewJob => ({
  task: ORDER_EMAIL,
  payload: { occasion, orderId },
  key: `mail:${occasion}:${orderId}`,
});
