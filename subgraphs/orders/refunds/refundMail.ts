import type { OrderId } from '../../../kernel/ids.ts';
import { type Letter, mailTemplate } from '../../../kernel/mailTemplate.ts';
import { formatted } from '../../../kernel/money.ts';
import type { Order, Refund } from '../order.ts';
import type { Ports } from '../ports.ts';

/** Tells the buyer that money went back; of a cancelled order too. */
export const sendRefundMail =
  ({ orders, mailer }: Pick<Ports, 'orders' | 'mailer'>) =>
  async (orderId: OrderId, refundId: string): Promise<void> => {
    const [order] = await orders.find([orderId]);
    const refund = order?.refunds.find(({ id }) => id === refundId);
    if (order && refund?.status === 'SUCCEEDED') await mailer.send(mailTemplate(refundLetter(order, refund)));
  };

export const refundLetter = (order: Order, { id, amount }: Refund): Letter => ({
  key: `refunded:${id}`,
  to: order.email,
  subject: `Your refund for order ${order.number}`,
  paragraphs: [
    `Hello ${order.billingAddress.name},`,
    `we have sent ${formatted(amount)} back to you, the way you paid. Depending on your bank it takes up to ten days to arrive.`,
  ],
  rows: [
    { label: 'Order', value: order.number },
    { label: 'Paid', value: formatted(order.total) },
    { label: 'Refunded now', value: formatted(amount), strong: true },
    { label: 'Refunded in all', value: formatted(order.refunded) },
  ],
});
