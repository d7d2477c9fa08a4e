import type { Letter } from '../../../kernel/mailTemplate.ts';
import { formatted, isZero } from '../../../kernel/money.ts';
import type { Order, OrderLine } from '../order.ts';
import { itemName } from '../quotes/problems.ts';
import type { OrderEmail } from './mailJob.ts';

/** What a mail about an order says; `link` leads to the order. */
export const emailFor = (occasion: OrderEmail, order: Order, link: string): Letter => {
  const base = {
    key: `${occasion}:${order.id}`,
    to: order.email,
    action: { label: 'Look at the order', url: link },
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
    `Thank you, ${order.shippingAddress.name}. We have your order ${order.number} and prepare it for you.`,
  ],
  rows: rowsOf(order),
  closing: [`It goes to ${addressOf(order)}, by ${order.shippingMethodName}.`],
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
  return wasPaid && !isZero(total) ? 'What you have paid goes back to you.' : 'Nothing was charged.';
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
