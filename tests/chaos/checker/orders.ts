import type { Attempt, Checkout } from './history.ts';
import type { FulfillmentRow, LineRow, OrderRow, RefundLineRow, Snapshot } from './snapshot.ts';
import {
  byId,
  type Check,
  duplicates,
  groupBy,
  isSold,
  sumOf,
  unless,
  type Violation,
  violation,
} from './violation.ts';

/** Each acknowledged checkout is one order, as it was acknowledged, and a cart becomes one order, with whatever keys. */
export const orderOnce: Check = ({ orders, lines }, { checkouts, placed }) => {
  const rows = byId(orders);
  const linesOf = groupBy(lines, ({ orderId }) => orderId);
  const live = orders.filter(({ status, cartReleased }) => status !== 'CANCELLED' && !cartReleased);
  return [
    ...[...groupBy(checkouts, ({ key }) => key)].flatMap(([key, all]) => {
      const ids = new Set(all.map(({ orderId }) => orderId));
      return unless(ids.size === 1, 'ORDER_DOUBLED', key, `acknowledged as ${[...ids].join(' and ')}`);
    }),
    ...checkouts.flatMap((checkout) =>
      asAcknowledged(checkout, rows.get(checkout.orderId), linesOf.get(checkout.orderId) ?? []),
    ),
    ...[...groupBy(checkouts, ({ orderId }) => orderId)].flatMap(([id, all]) =>
      unless(
        new Set(all.map(({ cartId, totalMinor }) => `${cartId} ${totalMinor}`)).size === 1,
        'ORDER_SHARED',
        id,
        'answers the checkouts of two carts',
      ),
    ),
    ...[...placed].flatMap((id) =>
      unless((rows.get(id)?.placedAt ?? null) !== null, 'ORDER_UNPLACED', id, 'a client saw it placed'),
    ),
    ...duplicates(live.map(({ cartId }) => cartId)).map((id) =>
      violation('CART_TWICE', id, 'became two orders'),
    ),
    ...duplicates(orders.map(({ number }) => number)).map((number) =>
      violation('NUMBER_TWICE', number, 'is the number of two orders'),
    ),
  ];
};

const asAcknowledged = (
  { key, orderId, cartId, totalMinor, lines }: Checkout,
  order: OrderRow | undefined,
  rows: readonly LineRow[],
): Violation[] => {
  if (!order) return [violation('ORDER_LOST', orderId, `acknowledged for ${key}, and not there`)];
  const isSame = order.cartId === cartId && order.total === totalMinor;
  const bought = sorted(rows.map(({ sku, quantity }) => `${sku} ${quantity}`));
  const acknowledged = sorted(lines.map(([sku, quantity]) => `${sku} ${quantity}`));
  return [
    ...unless(isSame, 'ORDER_CHANGED', orderId, `acknowledged with ${totalMinor}, now ${order.total}`),
    ...unless(
      bought === acknowledged,
      'ORDER_CHANGED',
      orderId,
      `acknowledged ${acknowledged}, now ${bought}`,
    ),
  ];
};
const sorted = (all: readonly string[]): string => [...all].sort().join(', ');

/** Somebody asked for each order: with this key, for this cart, at this price. */
export const known: Check = ({ orders, users }, { attempts }) => {
  const emails = new Map(users.map(({ id, email }) => [id, email]));
  const ofCart = groupBy([...attempts.values()], ({ cartId }) => cartId);
  return orders.flatMap((order) => {
    const attempt =
      order.key === null
        ? ofCart.get(order.cartId)?.find((each) => isAsAsked(order, each))
        : attempts.get(order.key);
    if (!attempt || (order.key === null && order.status !== 'CANCELLED'))
      return [violation('ORDER_UNKNOWN', order.id, `nobody checked out ${order.cartId} with ${order.key}`)];
    const isMeant = isAsAsked(order, attempt);
    const owner = order.ownerId === null ? null : (emails.get(order.ownerId) ?? '');
    const isOfBuyer = attempt.isGuest ? owner === null : owner === attempt.email;
    return [
      ...unless(isMeant, 'ORDER_UNKNOWN', order.id, `not as asked for with ${attempt.key}`),
      ...unless(isOfBuyer, 'ORDER_UNKNOWN', order.id, `of ${owner}, asked for by ${attempt.email}`),
    ];
  });
};
const isAsAsked = (order: OrderRow, { cartId, totalMinor, currency, email }: Attempt): boolean =>
  order.cartId === cartId &&
  order.total === totalMinor &&
  order.currency === currency &&
  order.email === email;

/** All amounts of an order follow from its lines. */
export const totals: Check = ({ orders, lines }, { variants }) => {
  const linesOf = groupBy(lines, ({ orderId }) => orderId);
  const ids = new Set(orders.map(({ id }) => id));
  return [
    ...orders.flatMap((order) => ofOrder(order, linesOf.get(order.id) ?? [])),
    ...lines
      .filter(({ orderId }) => !ids.has(orderId))
      .map(({ id, orderId }) => violation('ORDER_LINES', id, `of the order ${orderId}, which is not there`)),
    ...duplicates(lines.map(({ id }) => id)).map((id) => violation('ORDER_LINES', id, 'is there twice')),
    ...lines.flatMap(({ id, variantId, sku }) =>
      unless(variants.get(variantId)?.sku === sku, 'ORDER_LINES', id, `sells ${variantId} as ${sku}`),
    ),
  ];
};

const ofOrder = (order: OrderRow, own: readonly LineRow[]): Violation[] => {
  const { id, shipping, taxIncluded, total } = order;
  const right = order.subtotal - order.discount + shipping + (taxIncluded ? 0 : order.tax);
  const parts = (['subtotal', 'discount', 'tax'] as const).map(
    (name) => [name, order[name], sumOf(own, (line) => line[name])] as const,
  );
  return [
    ...unless(
      total === right && total >= 0 && shipping >= 0,
      'ORDER_TOTAL',
      id,
      `${total}, but its parts make ${right}`,
    ),
    ...parts.flatMap(([name, is, made]) =>
      unless(is === made, 'ORDER_TOTAL', id, `${name} ${is}, but its lines make ${made}`),
    ),
    ...unless(own.length > 0, 'ORDER_LINES', id, 'has no line'),
    ...own.flatMap((line) => ofLine(line, taxIncluded)),
  ];
};

const ofLine = (line: LineRow, taxIncluded: boolean): Violation[] => {
  const { id, quantity, unitPrice, subtotal, discount, tax, total } = line;
  const right = subtotal - discount + (taxIncluded ? 0 : tax);
  const isRight =
    quantity > 0 &&
    subtotal === unitPrice * quantity &&
    discount >= 0 &&
    discount <= subtotal &&
    tax >= 0 &&
    total === right;
  return unless(
    isRight,
    'LINE_TOTAL',
    id,
    `${quantity} of ${unitPrice} are ${subtotal}, less ${discount}, tax ${tax}, total ${total}`,
  );
};

/** The states of an order are those that its money, its parcels and its times say. */
export const statuses: Check = (snapshot, { cancellations }) => {
  const { orders, payments, lines, fulfillments } = snapshot;
  const linesOf = groupBy(lines, ({ orderId }) => orderId);
  const parcelsOf = groupBy(fulfillments, ({ orderId }) => orderId);
  const capturedOf = new Map(payments.map(({ id, captured }) => [id, captured]));
  const asked = new Set(
    cancellations.filter(({ outcome }) => outcome !== 'refused').map(({ orderId }) => orderId),
  );
  return orders.flatMap((order) => {
    const { id, status, placedAt, cancelReason } = order;
    const captured = capturedOf.get(order.paymentId ?? '') ?? 0;
    const right = paymentStatusesOf(order, captured);
    const isPlaced = placedAt !== null;
    return [
      ...unless(
        isSold(order) ? isPlaced && cancelReason === null : status !== 'CANCELLED' || cancelReason !== null,
        'ORDER_STATUS',
        id,
        `${status}, placed at ${placedAt?.toISOString()}, cancelled because ${cancelReason}`,
      ),
      ...unless(status !== 'PENDING' || !isPlaced, 'ORDER_STATUS', id, 'PENDING, and was placed'),
      ...unless(
        right.includes(order.paymentStatus),
        'PAYMENT_STATUS_OF_ORDER',
        id,
        `${order.paymentStatus}, but ${captured} captured and ${order.refunded} refunded of ${order.total}`,
      ),
      ...unless(
        status !== 'CANCELLED' || !isPlaced || asked.has(id),
        'CANCEL_UNKNOWN',
        id,
        'was placed, and nobody asked to cancel it',
      ),
      ...fulfillment(order, linesOf.get(id) ?? [], parcelsOf.get(id) ?? []),
    ];
  });
};

const paymentStatusesOf = ({ status, total, refunded }: OrderRow, captured: number): string[] => {
  if (captured === 0) return status === 'CANCELLED' ? ['UNPAID', 'VOIDED'] : ['UNPAID'];
  if (refunded === 0) return ['PAID'];
  return [refunded < total ? 'PARTIALLY_REFUNDED' : 'REFUNDED'];
};

/** An order is COMPLETED once all that is to be sent has arrived. */
const fulfillment = (
  { id, status, fulfillmentStatus }: OrderRow,
  lines: readonly LineRow[],
  parcels: readonly FulfillmentRow[],
): Violation[] => {
  const sent = sumOf(lines, (line) => line.fulfilled);
  const left = sumOf(lines, ({ quantity, fulfilled, refunded, returned }) =>
    Math.max(0, quantity - fulfilled - refunded - returned),
  );
  const hasArrived = parcels.every(({ delivered }) => delivered);
  const all = hasArrived ? ['DELIVERED'] : ['FULFILLED'];
  const right = sent === 0 ? ['UNFULFILLED'] : left > 0 ? ['PARTIALLY_FULFILLED'] : all;
  return [
    ...unless(
      right.includes(fulfillmentStatus) && (status === 'COMPLETED') === (fulfillmentStatus === 'DELIVERED'),
      'ORDER_FULFILLMENT',
      id,
      `${status} and ${fulfillmentStatus}, but ${sent} sent and ${left} left`,
    ),
    ...unless(
      status !== 'CANCELLED' || sent === 0,
      'ORDER_FULFILLMENT',
      id,
      `cancelled, and ${sent} were sent`,
    ),
  ];
};

/** The numbers of a line are those of its parcels and its refunds. */
export const quantities: Check = (snapshot) => {
  const { lines, fulfillments, fulfillmentLines, refunds, refundLines, orders } = snapshot;
  const orderOf = byId(orders);
  const orderOfLine = (id: string): string | null => byId(lines).get(id)?.orderId ?? null;
  return [
    ...lines.flatMap((line) => quantitiesOf(snapshot, line)),
    ...fulfillmentLines.flatMap(({ fulfillmentId, lineId }) =>
      unless(
        byId(fulfillments).get(fulfillmentId)?.orderId === orderOfLine(lineId),
        'ORDER_FULFILLMENT',
        fulfillmentId,
        `has the line ${lineId}, which is not of its order`,
      ),
    ),
    ...refundLines.flatMap(({ refundId, lineId }) =>
      unless(
        byId(refunds).get(refundId)?.orderId === orderOfLine(lineId),
        'REFUND_DIFFERS',
        refundId,
        `has the line ${lineId}, which is not of its order`,
      ),
    ),
    ...fulfillments.flatMap(({ id, orderId }) =>
      unless(
        orderOf.has(orderId) && fulfillmentLines.some((each) => each.fulfillmentId === id),
        'ORDER_FULFILLMENT',
        id,
        `is empty, or of ${orderId}, which is not there`,
      ),
    ),
  ];
};

const quantitiesOf = (
  { fulfillmentLines, refunds, refundLines }: Snapshot,
  { id, quantity, fulfilled, refunded, returned }: LineRow,
): Violation[] => {
  const failed = new Set(refunds.filter(({ status }) => status === 'FAILED').map((refund) => refund.id));
  const isLive = ({ refundId }: RefundLineRow): boolean => !failed.has(refundId);
  const own = refundLines.filter(({ lineId }) => lineId === id);
  const inRefunds = sumOf(own.filter(isLive), (each) => each.quantity);
  const inStock = sumOf(own, (each) => (isLive(each) ? -each.covered : each.restocked));
  const inParcels = sumOf(
    fulfillmentLines.filter(({ lineId }) => lineId === id),
    (each) => each.quantity,
  );
  const isSame = fulfilled === inParcels && refunded === inRefunds && returned === inStock;
  return unless(
    isSame && fulfilled <= quantity && refunded + returned <= quantity,
    'ORDER_FULFILLMENT',
    id,
    `${fulfilled} sent, ${refunded} refunded and ${returned} returned of ${quantity}; ${inParcels} in parcels, ${inRefunds} in refunds`,
  );
};
