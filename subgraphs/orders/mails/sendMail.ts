import { failpoint } from '../../../kernel/failpoint.ts';
import type { OrderId } from '../../../kernel/ids.ts';
import { mailTemplate } from '../../../kernel/mailTemplate.ts';
import { orderToken } from '../access/orderToken.ts';
import type { Order } from '../order.ts';
import type { Ports } from '../ports.ts';
import { emailFor } from './letters.ts';
import type { OrderEmail } from './mailJob.ts';

/** Mails about an order as it is when the mail goes out. */
export const sendOrderEmail =
  ({ orders, mailer, settings }: Pick<Ports, 'orders' | 'mailer' | 'settings'>) =>
  async (occasion: OrderEmail, id: OrderId): Promise<void> => {
    const [order] = await orders.find([id]);
    if (!order) return;
    await failpoint('orders.mail.before');
    await mailer.send(mailTemplate(emailFor(occasion, order, linkTo(order, settings))));
    await failpoint('orders.mail.after');
  };

/** A guest's link carries the token, behind the # so that no server's log ever has it. */
const linkTo = ({ id, ownerId }: Order, { linkSecret, shopUrl }: Ports['settings']): string =>
  ownerId === null
    ? `${shopUrl}/orders/${id}#token=${orderToken(linkSecret, id)}`
    : `${shopUrl}/orders/${id}`;
