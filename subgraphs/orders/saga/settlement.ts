import type { OrderChange } from '../change.ts';
import { systemEvents } from '../change.ts';
import { invoiceJob } from '../invoices/invoiceJob.ts';
import { orderEmailJob } from '../mails/mailJob.ts';
import type { Order } from '../order.ts';
import { PAYMENT, STATUS, STEP } from '../statuses.ts';
import { CLOSE_CART } from './closeCart.ts';

/** From here on the buyer may be charged; null where the order is being let go, or is settled already. */
export const beginSettling = (order: Order): OrderChange | null =>
  order.status === 'PENDING' && STEP[order.step].SETTLE ? { set: { step: 'SETTLING' }, events: [] } : null;

/** The stock is taken and the money too, or there is none to take. */
export const place = (order: Order, now: Date): OrderChange | null => {
  const status = STATUS[order.status].PLACE;
  if (!status || order.step !== 'SETTLING') return null;
  const isFree = order.total.amount === 0;
  return {
    set: {
      status,
      step: 'DONE',
      placedAt: now,
      paymentStatus: PAYMENT[order.paymentStatus].CAPTURE ?? order.paymentStatus,
    },
    events: systemEvents(...(isFree ? [] : (['PAYMENT_AUTHORIZED', 'PAYMENT_CAPTURED'] as const)), 'PLACED'),
    jobs: [
      orderEmailJob('receipt', order.id),
      invoiceJob(order.id),
      { task: CLOSE_CART, payload: { orderId: order.id }, key: `closeCart:${order.id}` },
    ],
  };
};

/** What was held is let go. */
export const finish = (order: Order): OrderChange | null =>
  STEP[order.step].FINISH === 'DONE' ? { set: { step: 'DONE' }, events: [] } : null;
