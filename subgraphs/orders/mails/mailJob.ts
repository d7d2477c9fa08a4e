import type { OrderId } from '../../../kernel/ids.ts';
import type { NewJob } from '../change.ts';

export const MAIL = 'orders.mail';
export const OCCASIONS = ['receipt', 'cancelled'] as const;
export type Occasion = (typeof OCCASIONS)[number];

/** One mail an occasion: the key makes one job of it, and the mailer one Message-ID. */
export const mailJob = (occasion: Occasion, orderId: OrderId): NewJob => ({
  task: MAIL,
  payload: { occasion, orderId },
  key: `mail:${occasion}:${orderId}`,
});
