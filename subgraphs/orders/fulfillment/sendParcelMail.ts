import type { OrderId } from '../../../kernel/ids.ts';
import { type Letter, mailTemplate } from '../../../kernel/mailTemplate.ts';
import type { Order } from '../order.ts';
import type { Ports } from '../ports.ts';
import type { Fulfillment } from './fulfillment.ts';
import type { ParcelEmail } from './parcelMail.ts';

/** Tells the buyer that a parcel is on its way, or has arrived. */
export const sendParcelEmail =
  ({ orders, mailer }: Pick<Ports, 'orders' | 'mailer'>) =>
  async (occasion: ParcelEmail, orderId: OrderId, parcelId: Fulfillment['id']): Promise<void> => {
    const [[order], parcels] = await Promise.all([orders.find([orderId]), orders.fulfillments([orderId])]);
    const parcel = parcels.find(({ id }) => id === parcelId);
    if (order && parcel) await mailer.send(mailTemplate(parcelEmail(occasion, order, parcel)));
  };

const WORDS = {
  shipped: { subject: 'is on its way', says: 'these items of your order are on their way to you:' },
  delivered: { subject: 'has arrived', says: 'these items of your order have arrived:' },
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
    ? { action: { label: 'Follow the parcel', url: parcel.trackingUrl } }
    : {}),
});

const lineName = ({ lines }: Order, id: string): string => {
  const line = lines.find((each) => each.id === id);
  return line ? [line.productTitle, line.variantTitle].filter(Boolean).join(', ') : '';
};
