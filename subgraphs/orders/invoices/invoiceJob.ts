import type { OrderId } from '../../../kernel/ids.ts';
import type { NewJob } from '../change.ts';

export const MAKE_INVOICE = 'orders.makeInvoice';

/** One invoice an order, made after it is placed. */
export const invoiceJob = (orderId: OrderId): NewJob => ({
  task: MAKE_INVOICE,
  payload: { orderId },
  key: `invoice:${orderId}`,
});
