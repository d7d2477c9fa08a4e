import type { PaymentRetryInput } from '../../generated/payments/types.ts';
import { readId } from '../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../kernel/outcome.ts';
import { ownerOf, type Viewer } from '../../kernel/viewer.ts';
import type { Proven } from './clientSecret.ts';
import type { Payment } from './payment.ts';
import { openPayment } from './paymentOpen.ts';
import type { PayableOrder, Ports } from './ports.ts';
import { isPayable } from './status.ts';

const OVER = refuse('PAYMENT_STATE', 'This order cannot be paid any more.', ['orderId']);

/** Another attempt for an order that is not paid: its open payment with the secret, or a new one where that is over. */
export const paymentRetry =
  (ports: Ports) =>
  async (viewer: Viewer, { orderId, orderToken }: PaymentRetryInput): Promise<Outcome<Proven>> => {
    const order = await ports.orders.forPayment(readId('ord', orderId), orderToken ?? null, ownerOf(viewer));
    if (!order) return refuse('NOT_FOUND', 'There is no such order.', ['orderId']);
    if (!order.payable || !order.expiresAt) return OVER;
    const opened = await reopen(ports, order, order.expiresAt);
    if (!opened.ok) return opened;
    const payment = opened.value;
    if (!payment) return OVER;
    if (isPayable(payment.status)) return done({ ...payment, proven: true });
    return refuse('PAYMENT_STATE', 'This order is paid, or being paid.', ['orderId']);
  };

const reopen = (ports: Ports, order: PayableOrder, expiresAt: Date): Promise<Outcome<Payment | null>> => {
  const { id: orderId, total: amount, ownerId } = order;
  return openPayment(ports)({ orderId, orderNumber: order.number, ownerId, amount, expiresAt });
};
