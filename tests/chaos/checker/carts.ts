import type { CartKnowledge, History } from './history.ts';
import type { CartRow, LineRow, OrderRow, Snapshot } from './snapshot.ts';
import { byId, type Check, groupBy, isSold, unless, type Violation, violation } from './violation.ts';

type Quantities = ReadonlyMap<string, number>;

/** An acknowledged cart is there and no older; a newer one is what operations and orders made of it. */
export const carts: Check = (snapshot, history) => {
  const rows = byId(snapshot.carts);
  return [...history.carts.values()].flatMap((known) => {
    const { id, version } = known.state;
    const cart = rows.get(id);
    if (!cart) return [violation('CART_LOST', id, `acknowledged in version ${version}`)];
    if (cart.version < version)
      return [violation('CART_OLDER', id, `version ${cart.version}, acknowledged ${version}`)];
    if (cart.version === version)
      return unless(
        JSON.stringify(cart.lines) === JSON.stringify(known.state.lines),
        'CART_DIFFERS',
        id,
        'other lines in the acknowledged version',
      );
    return isUncertain(known, history) ? [] : changed(snapshot, history, known, cart);
  });
};

/** Nobody knows what became of a change that got no answer, and it may still be made after later ones. */
const isUncertain = (
  { isUncertain: isOfCart, owner }: CartKnowledge,
  { uncertainOwners }: History,
): boolean => isOfCart || (owner !== null && uncertainOwners.has(owner));

/** It becomes the customer's, and then its lines are gone from it. */
const CHANGES_OF_CLAIM = 2;

/** Only orders change a cart that no client changes, and a claim empties it. */
const changed = (
  snapshot: Snapshot,
  history: History,
  { state, owner, claimedBy }: CartKnowledge,
  cart: CartRow,
): Violation[] => {
  const orders = takenFrom(snapshot, history, state.id, owner);
  const changes = cart.version - state.version;
  if (claimedBy !== null)
    return unless(
      cart.lines.length === 0 && changes <= CHANGES_OF_CLAIM + orders.length,
      'CART_CHANGED',
      state.id,
      `was taken over, and has changed ${changes} times to ${cart.lines.length} lines`,
    );
  const ordered = quantitiesOf(
    orders.flatMap(({ id }) => snapshot.lines.filter(({ orderId }) => orderId === id)).map(pairOf),
  );
  const before = quantitiesOf(state.lines);
  const now = quantitiesOf(cart.lines);
  const isLeft = [...new Set([...before.keys(), ...now.keys()])].every((variantId) => {
    const had = before.get(variantId) ?? 0;
    const has = now.get(variantId) ?? 0;
    return has <= had && has >= had - (ordered.get(variantId) ?? 0);
  });
  return unless(
    isLeft && changes <= orders.length,
    'CART_CHANGED',
    state.id,
    `changed ${changes} times after version ${state.version}, by ${orders.length} orders and nobody else`,
  );
};

/** Orders that took their items from a cart, or from one that was merged into it. */
const takenFrom = (
  { orders }: Snapshot,
  { carts: all }: History,
  cartId: string,
  owner: string | null,
): OrderRow[] =>
  orders.filter((order) => {
    if (order.placedAt === null) return false;
    return order.cartId === cartId || (owner !== null && all.get(order.cartId)?.claimedBy === owner);
  });

const pairOf = ({ variantId, quantity }: LineRow): readonly [string, number] => [variantId, quantity];
const quantitiesOf = (lines: readonly (readonly [string, number])[]): Quantities =>
  new Map(
    [...groupBy(lines, ([variantId]) => variantId)].map(([variantId, all]) => [
      variantId,
      all.reduce((total, [, quantity]) => total + quantity, 0),
    ]),
  );

/** What was bought cannot be bought again: the cart of an order that was placed is closed, or the items are taken out of it. */
export const closed: Check = ({ carts: rows, orders }, { carts: known }) => {
  const cartOf = byId(rows);
  const orderOf = byId(orders);
  const isOf = (cartId: string, orderId: string): boolean => {
    const order = orderOf.get(orderId);
    if (!order || order.placedAt === null) return false;
    const owner = known.get(cartId)?.owner ?? null;
    return order.cartId === cartId || (owner !== null && known.get(order.cartId)?.claimedBy === owner);
  };
  return [
    ...orders
      .filter((order) => isSold(order) && cartOf.has(order.cartId))
      .flatMap(({ id, cartId, cartReleased }) =>
        unless(
          cartReleased || (cartOf.get(cartId)?.orderIds.includes(id) ?? false),
          'CART_OPEN',
          cartId,
          `can be bought again after the order ${id}`,
        ),
      ),
    ...rows.flatMap(({ id, orderIds }) =>
      orderIds
        .filter((orderId) => !isOf(id, orderId))
        .map((orderId) =>
          violation('CART_CLOSED', id, `by ${orderId}, which is no order of it that was placed`),
        ),
    ),
  ];
};
