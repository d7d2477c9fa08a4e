import type { FulfillmentLineInput } from '../../../generated/orders/types.ts';
import { badInput } from '../../../kernel/errors.ts';
import { type Id, readId } from '../../../kernel/ids.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '../../../kernel/outcome.ts';
import { parcelEmailJob } from '../documents/jobs.ts';
import type { NewEvent, OrderChange } from '../order/change.ts';
import type { Fulfillment, Order, OrderLine } from '../order/order.ts';
import { FULFILLMENT, STATUS } from '../order/statuses.ts';

/** So many of a line. */
export type LineQuantity = Readonly<{ line: OrderLine; quantity: number }>;
export type RequestedLine = Readonly<{ orderLineId: Id<'oline'>; quantity: number }>;

const MAX_LINES = 100;

/** What is wished for, each line once; what is no quantity at all is misuse. */
export const parseRequestedLines = (lines: readonly FulfillmentLineInput[]): RequestedLine[] => {
  if (lines.length > MAX_LINES) throw badInput(`At most ${MAX_LINES} lines.`);
  const quantities = new Map<Id<'oline'>, number>();
  for (const { orderLineId, quantity } of lines) {
    if (quantity < 1) throw badInput('quantity must be 1 or more.');
    const id = readId('oline', orderLineId);
    quantities.set(id, (quantities.get(id) ?? 0) + quantity);
  }
  return [...quantities].map(([orderLineId, quantity]) => ({ orderLineId, quantity }));
};

/** The order's lines that are wished for, if there is enough left of each. */
export const lineQuantities = (
  order: Order,
  wishes: readonly RequestedLine[],
  leftOf: (line: OrderLine) => number,
): Outcome<readonly LineQuantity[]> => {
  if (wishes.length === 0) return refuse('INVALID', 'Say which items.', ['lines']);
  const found = wishes.map(({ orderLineId, quantity }) => ({
    line: order.lines.find(({ id }) => id === orderLineId),
    quantity,
  }));
  const faults = found.flatMap(({ line, quantity }, index): Refusal[] => {
    if (!line)
      return [
        { code: 'NOT_FOUND', message: 'The order has no such line.', field: ['lines', index, 'orderLineId'] },
      ];
    const left = leftOf(line);
    return quantity <= left
      ? []
      : [{ code: 'INVALID', message: notEnough(line, left), field: ['lines', index, 'quantity'] }];
  });
  const pieces = found.flatMap(({ line, quantity }) => (line ? [{ line, quantity }] : []));
  return faults.length > 0 ? refuseAll(faults) : done(pieces);
};

const notEnough = ({ productTitle }: OrderLine, left: number): string =>
  left === 0 ? `Nothing is left of ${productTitle}.` : `Only ${left} of ${productTitle} are left.`;

/** How many of each line are meant. */
export const quantityOf = (pieces: readonly LineQuantity[], line: OrderLine): number =>
  pieces.find((piece) => piece.line.id === line.id)?.quantity ?? 0;

export type Parcel = Omit<Fulfillment, 'orderId' | 'lines' | 'deliveredAt'>;
export type Shipment = Readonly<{ change: OrderChange; parcel: Parcel; lines: readonly LineQuantity[] }>;
export type Author = Omit<NewEvent, 'kind' | 'message'>;

/** What is still to be sent of a line: what was refunded or put back in stock before it was sent stays where it is. */
export const quantityToShip = ({
  quantity,
  fulfilledQuantity,
  refundedQuantity,
  returnedQuantity,
}: OrderLine): number => Math.max(0, quantity - fulfilledQuantity - refundedQuantity - returnedQuantity);

/** Sends a parcel of a placed order, of no more than is still to be sent. */
export const ship = (
  order: Order,
  requested: readonly RequestedLine[],
  parcel: Parcel,
  by: Author,
): Outcome<Shipment> => {
  if (order.status !== 'PLACED') return refuse('ORDER_STATE', shipRefusal(order), ['orderId']);
  if (order.paymentStatus === 'REFUNDED')
    return refuse('ORDER_STATE', 'The order was refunded.', ['orderId']);
  const lines = lineQuantities(order, requested, quantityToShip);
  if (!lines.ok) return lines;
  const isAll = order.lines.every((line) => quantityToShip(line) === quantityOf(lines.value, line));
  const fulfillmentStatus = FULFILLMENT[order.fulfillmentStatus][isAll ? 'SHIP_ALL' : 'SHIP_PART'];
  if (!fulfillmentStatus) return refuse('ORDER_STATE', 'All items were sent already.', ['orderId']);
  const change: OrderChange = {
    set: { fulfillmentStatus },
    events: [{ ...by, kind: 'FULFILLED', message: shippedMessage(parcel, lines.value) }],
    jobs: [parcelEmailJob('shipped', order.id, parcel.id)],
  };
  return done({ change, parcel, lines: lines.value });
};

const shipRefusal = ({ status }: Order): string =>
  status === 'PENDING'
    ? 'The order is not paid yet.'
    : status === 'CANCELLED'
      ? 'The order is cancelled.'
      : 'All items were sent already.';

const shippedMessage = ({ carrier, trackingNumber }: Parcel, lines: readonly LineQuantity[]): string => {
  const count = lines.reduce((all, { quantity }) => all + quantity, 0);
  const how = [carrier, trackingNumber].filter(Boolean).join(' ');
  return `${count === 1 ? 'One item was' : `${count} items were`} sent${how && ` with ${how}`}.`;
};

/** What the order becomes once nothing is left to be sent because the rest was refunded. */
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

/** All is sent and has arrived: the order is completed. */
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

/** A parcel arrives, once; null where it has arrived before. */
export const deliver = (
  order: Order,
  parcels: readonly Fulfillment[],
  parcelId: Fulfillment['id'],
  at: Date,
  by: Author,
): Outcome<Delivery | null> => {
  const parcel = parcels.find(({ id }) => id === parcelId);
  if (!parcel) return refuse('NOT_FOUND', 'The order has no such parcel.', ['fulfillmentId']);
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
