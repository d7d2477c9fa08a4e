import type { FulfillmentLineInput } from '../../../generated/orders/types.ts';
import { badInput } from '../../../kernel/errors.ts';
import { type Id, readId } from '../../../kernel/ids.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '../../../kernel/outcome.ts';
import { parcelEmailJob } from '../documents/jobs.ts';
import type { NewEvent, OrderChange } from '../order/change.ts';
import type { Fulfillment, Order, OrderLine } from '../order/order.ts';
import { FULFILLMENT, STATUS } from '../order/statuses.ts';

/** A quantity of an order line. */
export type LineQuantity = Readonly<{ line: OrderLine; quantity: number }>;
export type RequestedLine = Readonly<{ orderLineId: Id<'oline'>; quantity: number }>;

const MAX_LINES = 100;

/** The requested lines, with quantities of the same line added up. Throws BAD_USER_INPUT for a quantity below 1. */
export const parseRequestedLines = (lines: readonly FulfillmentLineInput[]): RequestedLine[] => {
  if (lines.length > MAX_LINES) throw badInput(`lines can have at most ${MAX_LINES} entries.`);
  const quantities = new Map<Id<'oline'>, number>();
  for (const { orderLineId, quantity } of lines) {
    if (quantity < 1) throw badInput('quantity must be at least 1.');
    const id = readId('oline', orderLineId);
    quantities.set(id, (quantities.get(id) ?? 0) + quantity);
  }
  return [...quantities].map(([orderLineId, quantity]) => ({ orderLineId, quantity }));
};

/** The requested lines of the order. Refuses with INVALID or NOT_FOUND if a line does not exist or has too few items left. */
export const lineQuantities = (
  order: Order,
  wishes: readonly RequestedLine[],
  leftOf: (line: OrderLine) => number,
): Outcome<readonly LineQuantity[]> => {
  if (wishes.length === 0) return refuse('INVALID', 'Select at least one item.', ['lines']);
  const found = wishes.map(({ orderLineId, quantity }) => ({
    line: order.lines.find(({ id }) => id === orderLineId),
    quantity,
  }));
  const faults = found.flatMap(({ line, quantity }, index): Refusal[] => {
    if (!line)
      return [
        {
          code: 'NOT_FOUND',
          message: 'The order does not have this line.',
          field: ['lines', index, 'orderLineId'],
        },
      ];
    const left = leftOf(line);
    return quantity <= left
      ? []
      : [{ code: 'INVALID', message: notEnough(line, left), field: ['lines', index, 'quantity'] }];
  });
  const quantities = found.flatMap(({ line, quantity }) => (line ? [{ line, quantity }] : []));
  return faults.length > 0 ? refuseAll(faults) : done(quantities);
};

const notEnough = ({ productTitle }: OrderLine, left: number): string =>
  left === 0 ? `No ${productTitle} left.` : `Only ${left} of ${productTitle} left.`;

/** The quantity of a line; 0 if it is not among them. */
export const quantityOf = (quantities: readonly LineQuantity[], line: OrderLine): number =>
  quantities.find((each) => each.line.id === line.id)?.quantity ?? 0;

export type Parcel = Omit<Fulfillment, 'orderId' | 'lines' | 'deliveredAt'>;
export type Shipment = Readonly<{ change: OrderChange; parcel: Parcel; lines: readonly LineQuantity[] }>;
export type Author = Omit<NewEvent, 'kind' | 'message'>;

/** How many items of a line are still to be shipped: those that are neither shipped, refunded nor returned to stock. */
export const quantityToShip = ({
  quantity,
  fulfilledQuantity,
  refundedQuantity,
  returnedQuantity,
}: OrderLine): number => Math.max(0, quantity - fulfilledQuantity - refundedQuantity - returnedQuantity);

/** Ships a parcel of a placed order. Refuses with ORDER_STATE, NOT_FOUND or INVALID. */
export const ship = (
  order: Order,
  requested: readonly RequestedLine[],
  parcel: Parcel,
  by: Author,
): Outcome<Shipment> => {
  if (order.status !== 'PLACED') return refuse('ORDER_STATE', shipRefusal(order), ['orderId']);
  if (order.paymentStatus === 'REFUNDED')
    return refuse('ORDER_STATE', 'The order has been refunded.', ['orderId']);
  const lines = lineQuantities(order, requested, quantityToShip);
  if (!lines.ok) return lines;
  const isAll = order.lines.every((line) => quantityToShip(line) === quantityOf(lines.value, line));
  const fulfillmentStatus = FULFILLMENT[order.fulfillmentStatus][isAll ? 'SHIP_ALL' : 'SHIP_PART'];
  if (!fulfillmentStatus) return refuse('ORDER_STATE', 'All items have already shipped.', ['orderId']);
  const change: OrderChange = {
    set: { fulfillmentStatus },
    events: [{ ...by, kind: 'FULFILLED', message: shippedMessage(parcel, lines.value) }],
    jobs: [parcelEmailJob('shipped', order.id, parcel.id)],
  };
  return done({ change, parcel, lines: lines.value });
};

const shipRefusal = ({ status }: Order): string =>
  status === 'PENDING'
    ? 'The order has not been paid yet.'
    : status === 'CANCELLED'
      ? 'The order is cancelled.'
      : 'All items have already shipped.';

const shippedMessage = ({ carrier, trackingNumber }: Parcel, lines: readonly LineQuantity[]): string => {
  const count = lines.reduce((all, { quantity }) => all + quantity, 0);
  const how = [carrier, trackingNumber].filter(Boolean).join(' ');
  return `${count === 1 ? 'One item was' : `${count} items were`} sent${how && ` with ${how}`}.`;
};

/** The change of the order if a refund leaves nothing to ship. Null if something is left, or nothing has shipped. */
export const afterRefund = (
  order: Order,
  lines: readonly OrderLine[],
  parcels: readonly Fulfillment[],
  by: Author,
): OrderChange | null => {
  const isSent =
    order.status === 'PLACED' &&
    order.fulfillmentStatus === 'PARTIALLY_FULFILLED' &&
    lines.every((line) => quantityToShip(line) === 0);
  if (!isSent) return null;
  const sent: Order = { ...order, fulfillmentStatus: 'FULFILLED' };
  return completeIfDelivered(sent, parcels, by) ?? { set: { fulfillmentStatus: 'FULFILLED' }, events: [] };
};

/** Completes the order if every parcel has been delivered. */
const completeIfDelivered = (
  order: Order,
  parcels: readonly Fulfillment[],
  by: Author,
): OrderChange | null => {
  const fulfillmentStatus = FULFILLMENT[order.fulfillmentStatus].DELIVER_ALL;
  const status = STATUS[order.status].COMPLETE;
  if (!fulfillmentStatus || !status || parcels.some(({ deliveredAt }) => deliveredAt === null)) return null;
  return { set: { fulfillmentStatus, status }, events: [{ ...by, kind: 'COMPLETED' }] };
};

export type Delivery = Readonly<{ change: OrderChange; parcelId: Fulfillment['id']; at: Date }>;

/** Marks a parcel as delivered. Null if it was delivered before. The last parcel completes the order. */
export const deliver = (
  order: Order,
  parcels: readonly Fulfillment[],
  parcelId: Fulfillment['id'],
  at: Date,
  by: Author,
): Outcome<Delivery | null> => {
  const parcel = parcels.find(({ id }) => id === parcelId);
  if (!parcel) return refuse('NOT_FOUND', 'The order does not have this parcel.', ['fulfillmentId']);
  if (parcel.deliveredAt) return done(null);
  const after = parcels.map((each) => (each.id === parcelId ? { ...each, deliveredAt: at } : each));
  const completed = completeIfDelivered(order, after, by);
  const change: OrderChange = {
    set: completed?.set ?? {},
    events: [{ ...by, kind: 'DELIVERED' }, ...(completed?.events ?? [])],
    jobs: [parcelEmailJob('delivered', order.id, parcelId)],
  };
  return done({ change, parcelId, at });
};
