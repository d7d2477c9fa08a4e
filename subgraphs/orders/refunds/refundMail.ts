import type { OrderId } from '../../../kernel/ids.ts';
import { type Letter, mailTemplate } from '../../../kernel/mailTemplate.ts';
import { formatted, isZero } from '../../../kernel/money.ts';
import type { Order, Refund } from '../order.ts';
import type { Ports } from '../ports.ts';

/** Tells the buyer that money went back, of a cancelled order too, or that items that cost nothing have arrived. */
export const sendRefundEmail =
  ({ orders, mailer }: Pick<Ports, 'orders' | 'mailer'>) =>
  async (orderId: OrderId, refundId: string): Promise<void> => {
    const [order] = await orders.find([orderId]);
    const refund = order?.refunds.find(({ id }) => id === refundId);
    if (order && refund?.status === 'SUCCEEDED')
      await mailer.send(
        mailTemplate(isZero(refund.amount) ? returnEmail(order, refund) : refundEmail(order, refund)),
      );
  };

export const refundEmail = (order: Order, { id, amount }: Refund): Letter => ({
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

const returnEmail = (order: Order, { id }: Refund): Letter => ({
  key: `refunded:${id}`,
  to: order.email,
  subject: `Your return for order ${order.number}`,
  paragraphs: [
    `Hello ${order.billingAddress.name},`,
    `we have received what you returned of order ${order.number}. There is nothing to refund for these items.`,
  ],
});

/** Tells the buyer that a refund did not arrive. */
export const sendRefundFailedEmail =
  ({ orders, mailer }: Pick<Ports, 'orders' | 'mailer'>) =>
  async (orderId: OrderId, refundId: string): Promise<void> => {
    const [order] = await orders.find([orderId]);
    const refund = order?.refunds.find(({ id }) => id === refundId);
    if (order && refund?.status === 'FAILED')
      await mailer.send(mailTemplate(refundFailedEmail(order, refund)));
  };

const refundFailedEmail = (order: Order, { id, amount }: Refund): Letter => ({
  key: `refundFailed:${id}`,
  to: order.email,
  subject: `Your refund for order ${order.number} could not be completed`,
  paragraphs: [
    `Hello ${order.billingAddress.name},`,
    `your bank did not accept the refund of ${formatted(amount)} for order ${order.number}, and the money came back to us.`,
    'Please reply to this e-mail, so that we can refund you in another way.',
  ],
});
