import { type OrderId, readId, type UserId } from '../../../kernel/ids.ts';
import { type Issued, invoiceNumber } from '../documents/invoice.ts';
import type { OrderEvent } from '../order/change.ts';
import type { Fulfillment, Note, Order, OrderLine, Refund } from '../order/order.ts';
import type { PrivacyPorts } from './ports.ts';

const PAGE = 100;
type Needs = Pick<PrivacyPorts, 'orders' | 'invoices'>;

/** Everything that orders stores about a person, as JSON. */
export const personalDataOf =
  ({ orders, invoices }: Needs) =>
  async (id: string): Promise<string> => {
    const own = await allOf(orders, readId('user', id));
    const ids = own.map((order) => order.id);
    const [events, parcels, notes, issued] = await Promise.all([
      orders.timelines(ids),
      orders.fulfillments(ids),
      orders.notes(ids),
      invoices.find(ids),
    ]);
    return JSON.stringify(personalData({ orders: own, events, parcels, notes, invoices: issued }));
  };

const allOf = async (orders: Needs['orders'], ownerId: UserId): Promise<Order[]> => {
  const all: Order[] = [];
  for (let after: OrderId | null = null; ; ) {
    const { rows, hasNextPage } = await orders.page({ ownerId, filter: null }, { first: PAGE, after });
    all.push(...rows);
    after = rows.at(-1)?.id ?? null;
    if (!hasNextPage || !after) return all;
  }
};

/** A person's orders with everything that belongs to them. */
export type PersonalRecords = Readonly<{
  orders: readonly Order[];
  events: readonly OrderEvent[];
  parcels: readonly Fulfillment[];
  notes: readonly Note[];
  invoices: readonly (Issued | null)[];
}>;

/** A person's orders in the form in which they are exported. */
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
