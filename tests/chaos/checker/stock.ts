import type { Adjustment } from './history.ts';
import type { MovementRow, OrderRow, Snapshot } from './snapshot.ts';
import { byId, type Check, groupBy, sumOf, unless, type Violation, violation } from './violation.ts';

/** Every variant is there, its levels are never negative, and they are what its movements add up to. */
export const levels: Check = ({ stock, movements }, { variants }) => {
  const rows = byId(stock);
  const byVariant = groupBy(movements, ({ variantId }) => variantId);
  return [...variants].flatMap(([id, { onHand: opening }]) => {
    const row = rows.get(id);
    if (!row) return [violation('STOCK_LOST', id, 'has no stock any more')];
    const { onHand, reserved, available } = row;
    const own = byVariant.get(id) ?? [];
    const moved = { onHand: sumOf(own, onHandOf), reserved: sumOf(own, reservedOf) };
    const opened = sumOf(of(own, 'SET'), onHandOf);
    return [
      ...unless(
        onHand >= 0 && reserved >= 0 && available === onHand - reserved,
        'STOCK_LEVEL',
        id,
        `${onHand} on hand, ${reserved} reserved, ${available} available`,
      ),
      ...unless(
        moved.onHand === onHand && moved.reserved === reserved,
        'STOCK_MOVEMENTS',
        id,
        `${onHand} on hand and ${reserved} reserved, ${moved.onHand} and ${moved.reserved} by its movements`,
      ),
      ...unless(opened === opening, 'STOCK_OPENING', id, `opened with ${opened} instead of ${opening}`),
    ];
  });
};

/** Each adjustment was made once if it was acknowledged, at most once if nobody knows, and otherwise not at all. */
export const adjustments: Check = ({ movements }, { adjustments: asked }) => {
  const made = groupBy(of(movements, 'ADJUST'), ({ reason }) => reason ?? '');
  return [
    ...[...asked].flatMap(([key, adjustment]) => adjusted(key, adjustment, made.get(key) ?? [])),
    ...[...made.keys()]
      .filter((key) => !asked.has(key))
      .map((key) => violation('STOCK_ADJUSTED', key, 'nobody asked for it')),
  ];
};
const adjusted = (
  key: string,
  { variantId, delta, outcome }: Adjustment,
  made: readonly MovementRow[],
): Violation[] => {
  const least = outcome === 'acknowledged' ? 1 : 0;
  const most = outcome === 'refused' ? 0 : 1;
  const isSame = made.every((each) => each.variantId === variantId && each.onHandDelta === delta);
  return [
    ...unless(
      made.length >= least && made.length <= most,
      'STOCK_ADJUSTED',
      key,
      `${outcome}, and made ${made.length} times`,
    ),
    ...unless(isSame, 'STOCK_ADJUSTED', key, `not as asked: ${delta} of ${variantId}`),
  ];
};

/** A movement changes what its kind says, of an order that is there and has the variant. */
export const shapes: Check = ({ movements, orders, lines }) => {
  const ofOrders = byId(orders);
  const sold = new Set(lines.map(({ orderId, variantId }) => `${orderId} ${variantId}`));
  return movements.flatMap(({ id, kind, variantId, orderId, onHandDelta, reservedDelta }) => [
    ...unless(
      SHAPES[kind]?.(onHandDelta, reservedDelta) ?? false,
      'STOCK_MOVEMENT',
      id,
      `${kind} of ${onHandDelta} on hand and ${reservedDelta} reserved`,
    ),
    ...(OF_STAFF.has(kind)
      ? unless(orderId === null, 'STOCK_MOVEMENT', id, `${kind} of the order ${orderId}`)
      : unless(
          ofOrders.has(orderId ?? '') && sold.has(`${orderId} ${variantId}`),
          'STOCK_MOVEMENT',
          id,
          `${kind} of ${variantId}, which is not in the order ${orderId}`,
        )),
  ]);
};
const OF_STAFF: ReadonlySet<string> = new Set(['SET', 'ADJUST']);
const givesBack = (onHand: number, reserved: number): boolean => onHand === 0 && reserved < 0;
const SHAPES: Readonly<Record<string, (onHand: number, reserved: number) => boolean>> = {
  SET: (onHand, reserved) => onHand > 0 && reserved === 0,
  ADJUST: (onHand, reserved) => onHand !== 0 && reserved === 0,
  RESERVE: (onHand, reserved) => onHand === 0 && reserved > 0,
  COMMIT: (onHand, reserved) => onHand < 0 && reserved === onHand,
  RELEASE: givesBack,
  EXPIRE: givesBack,
  RETURN: (onHand, reserved) => onHand > 0 && reserved === 0,
};

/** Each order took what it sold, once, and put back what was asked for. */
export const perOrder: Check = (snapshot) => {
  const moved = groupBy(
    snapshot.movements.filter(({ orderId }) => orderId !== null),
    ({ orderId, variantId }) => `${orderId} ${variantId}`,
  );
  const linesOf = groupBy(snapshot.lines, ({ orderId }) => orderId);
  return snapshot.orders.flatMap((order) =>
    [...groupBy(linesOf.get(order.id) ?? [], ({ variantId }) => variantId)].flatMap(([variantId, own]) =>
      ofOrder(
        order,
        variantId,
        sumOf(own, ({ quantity }) => quantity),
        askedBack(
          snapshot,
          order,
          own.map(({ id }) => id),
        ),
        moved.get(`${order.id} ${variantId}`) ?? [],
      ),
    ),
  );
};

/** What refunds put back, and of a cancelled order the rest. */
const askedBack = (
  { refundLines, lines }: Snapshot,
  { id, status }: OrderRow,
  lineIds: readonly string[],
): number => {
  const restocked = sumOf(
    refundLines.filter(({ lineId }) => lineIds.includes(lineId)),
    (line) => line.restocked,
  );
  const kept = sumOf(
    lines.filter((line) => line.orderId === id && lineIds.includes(line.id)),
    ({ quantity, refunded, returned }) => quantity - refunded - returned,
  );
  return restocked + (status === 'CANCELLED' ? kept : 0);
};

const ofOrder = (
  { id, status, placedAt }: OrderRow,
  variantId: string,
  quantity: number,
  back: number,
  own: readonly MovementRow[],
): Violation[] => {
  const subject = `${id} ${variantId}`;
  const taken = -sumOf(of(own, 'COMMIT'), onHandOf);
  const returned = sumOf(of(own, 'RETURN'), onHandOf);
  const reserved = sumOf(own, reservedOf);
  const steps = own
    .filter(({ kind }) => kind !== 'RETURN')
    .map(({ reservedDelta }) => Math.abs(reservedDelta));
  return [
    ...unless(
      taken === (placedAt === null && taken === 0 ? 0 : quantity) && (status !== 'PENDING' || taken === 0),
      'STOCK_SOLD',
      subject,
      `${taken} taken of ${quantity}, the order is ${status}`,
    ),
    ...unless(
      returned === (taken === 0 ? 0 : back),
      'STOCK_RETURNED',
      subject,
      `${returned} put back, ${taken === 0 ? 0 : back} asked for`,
    ),
    ...unless(
      reserved === 0 && steps.every((each) => each === quantity),
      'STOCK_RESERVED',
      subject,
      `${quantity} ordered, reserved and given back ${steps.join(', ')}, ${reserved} left`,
    ),
    ...unless(
      of(own, 'RELEASE').length === 0 || (status === 'CANCELLED' && taken === 0),
      'STOCK_RELEASED',
      subject,
      `released, and the order is ${status} and took ${taken}`,
    ),
  ];
};

const of = (movements: readonly MovementRow[], kind: string): MovementRow[] =>
  movements.filter((each) => each.kind === kind);
const onHandOf = ({ onHandDelta }: MovementRow): number => onHandDelta;
const reservedOf = ({ reservedDelta }: MovementRow): number => reservedDelta;
