import type { Fulfillment } from '../fulfillment/fulfillment.ts';
import { type Issued, invoiceNumber } from '../invoices/invoice.ts';
import type { Note } from '../notes/note.ts';
import type { Order, OrderLine, Refund } from '../order.ts';
import type { OrderEvent } from '../timeline.ts';

/** Orders with what belongs to them. */
export type PersonalRecords = Readonly<{
  orders: readonly Order[];
  events: readonly OrderEvent[];
  parcels: readonly Fulfillment[];
  notes: readonly Note[];
  invoices: readonly (Issued | null)[];
}>;

/** What orders hold of a person, for the person to read: what they agreed to, and what became of it. */
export const personalData = (held: PersonalRecords) => ({
  orders: held.orders.map((order) => ({ ...termsData(order), ...progressData(order, held) })),
});

const termsData = (order: Order) => ({
  id: order.id,
  number: order.number,
  cartId: order.cartId,
  email: order.email,
  lines: order.lines.map(line),
  subtotal: order.subtotal,
  discount: order.discount,
  shipping: order.shipping,
  tax: order.tax,
  total: order.total,
  promotions: order.promotions,
  shippingAddress: order.shippingAddress,
  billingAddress: order.billingAddress,
  shippingMethod: order.shippingMethodName,
  createdAt: order.createdAt,
});

const line = ({ sku, productTitle, variantTitle, quantity, unitPrice, total }: OrderLine) => ({
  sku,
  productTitle,
  variantTitle,
  quantity,
  unitPrice,
  total,
});

const progressData = (order: Order, { events, parcels, notes, invoices }: PersonalRecords) => {
  const own = ({ orderId }: { orderId: string }): boolean => orderId === order.id;
  const invoice = invoices.find((issued) => issued !== null && own(issued));
  return {
    status: order.status,
    paymentStatus: order.paymentStatus,
    fulfillmentStatus: order.fulfillmentStatus,
    placedAt: order.placedAt,
    cancelledAt: order.cancelledAt,
    cancelReason: order.cancelReason,
    refunds: order.refunds.map(({ amount, status, reason }: Refund) => ({ amount, status, reason })),
    parcels: parcels.filter(own).map(({ lines: _, orderId: __, ...parcel }) => parcel),
    timeline: events.filter(own).map(({ at, kind, message, actor }) => ({ at, kind, message, actor })),
    notesOfStaff: notes.filter(own).map(({ body, createdAt }) => ({ body, createdAt })),
    invoice: invoice ? { number: invoiceNumber(invoice), issuedAt: invoice.issuedAt } : null,
  };
};
