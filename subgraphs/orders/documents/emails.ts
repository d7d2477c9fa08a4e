import { failpoint } from '../../../kernel/failpoint.ts';
import type { OrderId } from '../../../kernel/ids.ts';
import { type Letter, mailTemplate } from '../../../kernel/mailTemplate.ts';
import { formatted, isZero } from '../../../kernel/money.ts';
import { type Fulfillment, type Order, type OrderLine, orderToken, type Refund } from '../order/order.ts';
import { itemName } from '../pricing/problems.ts';
import type { OrderEmail, ParcelEmail } from './jobs.ts';
import type { DocumentPorts } from './ports.ts';

/** Sends an e-mail about an order, with the order's state at this moment. */
export const sendOrderEmail =
  ({ orders, mailer, settings }: Pick<DocumentPorts, 'orders' | 'mailer' | 'settings'>) =>
  async (occasion: OrderEmail, id: OrderId): Promise<void> => {
    const [order] = await orders.find([id]);
    if (!order) return;
    await failpoint('orders.mail.before');
    await mailer.send(mailTemplate(emailFor(occasion, order, linkTo(order, settings))));
    await failpoint('orders.mail.after');
  };

/** A guest's link contains the token after the #, so that it appears in no server log. */
const linkTo = ({ id, ownerId }: Order, { linkSecret, shopUrl }: DocumentPorts['settings']): string =>
  ownerId === null
    ? `${shopUrl}/orders/${id}#token=${orderToken(linkSecret, id)}`
    : `${shopUrl}/orders/${id}`;

/** The e-mail about an order. `link` leads to the order. */
export const emailFor = (occasion: OrderEmail, order: Order, link: string): Letter => {
  const base = {
    key: `${occasion}:${order.id}`,
    to: order.email,
    action: { label: 'View your order', url: link },
  };
  switch (occasion) {
    case 'receipt':
      return { ...base, subject: `Your order ${order.number}`, ...receiptEmail(order) };
    case 'cancelled':
      return { ...base, subject: `Your order ${order.number} is cancelled`, ...cancelledEmail(order) };
    default:
      return occasion satisfies never;
  }
};

const receiptEmail = (order: Order) => ({
  paragraphs: [
    `Thank you for your order, ${order.shippingAddress.name}. We are preparing order ${order.number} for shipping.`,
  ],
  rows: rowsOf(order),
  closing: [`Shipping to ${addressOf(order)} (${order.shippingMethodName}).`],
});

const cancelledEmail = (order: Order) => ({
  paragraphs: [
    `Your order ${order.number} was cancelled: ${order.cancelReason ?? ''}`.trim(),
    moneyOf(order),
  ],
});

const moneyOf = ({ paymentStatus, total }: Order): string => {
  const wasPaid =
    paymentStatus === 'PAID' || paymentStatus === 'PARTIALLY_REFUNDED' || paymentStatus === 'REFUNDED';
  return wasPaid && !isZero(total) ? 'Your payment will be refunded.' : 'You have not been charged.';
};

const rowsOf = (order: Order): NonNullable<Letter['rows']> => [
  ...order.lines.map((line) => ({ label: labelOf(line), value: formatted(line.subtotal) })),
  ...(isZero(order.discount) ? [] : [{ label: 'Discount', value: `−${formatted(order.discount)}` }]),
  { label: 'Shipping', value: formatted(order.shipping) },
  { label: order.taxIncluded ? 'Tax, included' : 'Tax', value: formatted(order.tax) },
  { label: 'Total', value: formatted(order.total), strong: true },
];

const labelOf = ({ quantity, productTitle, variantTitle }: OrderLine): string =>
  `${quantity} × ${itemName({ productTitle, title: variantTitle })}`;

const addressOf = ({ shippingAddress: { name, line1, line2, postalCode, city, country } }: Order): string =>
  [name, line1, line2, [postalCode, city].filter(Boolean).join(' '), country].filter(Boolean).join(', ');

/** Tells the buyer that a parcel has shipped or was delivered. */
export const sendParcelEmail =
  ({ orders, mailer }: Pick<DocumentPorts, 'orders' | 'mailer'>) =>
  async (occasion: ParcelEmail, orderId: OrderId, parcelId: Fulfillment['id']): Promise<void> => {
    const [[order], parcels] = await Promise.all([orders.find([orderId]), orders.fulfillments([orderId])]);
    const parcel = parcels.find(({ id }) => id === parcelId);
    if (order && parcel) await mailer.send(mailTemplate(parcelEmail(occasion, order, parcel)));
  };

const WORDS = {
  shipped: { subject: 'is on its way', says: 'these items of your order have shipped:' },
  delivered: { subject: 'has arrived', says: 'these items of your order were delivered:' },
} as const satisfies Record<ParcelEmail, object>;

export const parcelEmail = (occasion: ParcelEmail, order: Order, parcel: Fulfillment): Letter => ({
  key: `${occasion}:${parcel.id}`,
  to: order.email,
  subject: `Your order ${order.number} ${WORDS[occasion].subject}`,
  paragraphs: [`Hello ${order.shippingAddress.name},`, WORDS[occasion].says],
  rows: [
    ...parcel.lines.map(({ orderLineId, quantity }) => ({
      label: lineName(order, orderLineId),
      value: `× ${quantity}`,
    })),
    ...(parcel.carrier ? [{ label: 'Carrier', value: parcel.carrier }] : []),
    ...(parcel.trackingNumber ? [{ label: 'Tracking number', value: parcel.trackingNumber }] : []),
  ],
  ...(occasion === 'shipped' && parcel.trackingUrl
    ? { action: { label: 'Track your parcel', url: parcel.trackingUrl } }
    : {}),
});

const lineName = ({ lines }: Order, id: string): string => {
  const line = lines.find((each) => each.id === id);
  return line ? [line.productTitle, line.variantTitle].filter(Boolean).join(', ') : '';
};

/** Tells the buyer about a refund, or about a return of items that cost nothing. */
export const sendRefundEmail =
  ({ orders, mailer }: Pick<DocumentPorts, 'orders' | 'mailer'>) =>
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
    `we have refunded ${formatted(amount)} to your original payment method. Depending on your bank, it can take up to ten days to arrive.`,
  ],
  rows: [
    { label: 'Order', value: order.number },
    { label: 'Paid', value: formatted(order.total) },
    { label: 'Refunded now', value: formatted(amount), strong: true },
    { label: 'Total refunded', value: formatted(order.refunded) },
  ],
});

const returnEmail = (order: Order, { id }: Refund): Letter => ({
  key: `refunded:${id}`,
  to: order.email,
  subject: `Your return for order ${order.number}`,
  paragraphs: [
    `Hello ${order.billingAddress.name},`,
    `we have received your return for order ${order.number}. There is nothing to refund for these items.`,
  ],
});

/** Tells the buyer that a refund has failed. */
export const sendRefundFailedEmail =
  ({ orders, mailer }: Pick<DocumentPorts, 'orders' | 'mailer'>) =>
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
    `your bank did not accept the refund of ${formatted(amount)} for order ${order.number}, and returned the money to us.`,
    'Please reply to this e-mail so that we can refund you in another way.',
  ],
});
