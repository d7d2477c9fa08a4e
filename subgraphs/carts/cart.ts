import type { CartId, LineId, OrderId, UserId, VariantId } from '../../kernel/ids.ts';
import { normalizeCode } from '../../kernel/normalize.ts';
import { done, type Outcome, refuse } from '../../kernel/outcome.ts';
import type { ForSale, VariantForSale } from './ports.ts';

/** A cart as it is kept: what the buyer wants, and what they saw when they last changed it. Prices are live, so they are not in it. */
export type Cart = Readonly<{
  id: CartId;
  version: number;
  owner: UserId | null;
  currency: string;
  lines: readonly Line[];
  promotionCodes: readonly string[];
  email: string | null;
  updatedAt: number;
  /** The order that it became. */
  closedBy: OrderId | null;
  /** The customer who took it over, if it was a guest's. */
  claimedBy: UserId | null;
  /** Guests' carts that were merged into it, so that a repeated claim adds nothing. */
  merged: readonly CartId[];
  /** Orders of which the items were taken out of it while others stayed; carts that were saved before do not have it. */
  ordered?: readonly OrderId[];
}>;

/** `wanted` is what the buyer asked for when it was more than there was. */
export type Line = Readonly<{
  id: LineId;
  variantId: VariantId;
  quantity: number;
  seenPrice: number;
  wanted: number | null;
}>;
export type Wanted = Readonly<{ variantId: VariantId; quantity: number }>;
type NewLineId = () => LineId;

export const MAX_LINES = 100;
export const MAX_QUANTITY = 999;
export const MAX_CODES = 10;

export const emptyCart = (id: CartId, owner: UserId | null, currency: string, now: number): Cart => ({
  id,
  version: 0,
  owner,
  currency,
  lines: [],
  promotionCodes: [],
  email: null,
  updatedAt: now,
  closedBy: null,
  claimedBy: null,
  merged: [],
});

/** Whether it can still be changed. */
export const isOpen = (cart: Cart): boolean => cart.closedBy === null && cart.claimedBy === null;

/** One line a variant; more than is available is capped, and the cart says so in its warnings. */
export const addLines = (
  cart: Cart,
  wanted: readonly Wanted[],
  forSale: ForSale,
  lineId: NewLineId,
): Outcome<Cart> => {
  const missing = wanted.findIndex(({ variantId }) => !forSale.has(variantId));
  if (missing >= 0)
    return refuse('VARIANT_UNAVAILABLE', 'This item is not sold, or no longer.', ['lines', missing]);
  const soldOut = wanted.findIndex(({ variantId }) => forSale.get(variantId)?.available === 0);
  if (soldOut >= 0) return refuse('OUT_OF_STOCK', 'This item is sold out.', ['lines', soldOut]);
  const currency = cart.lines.length > 0 ? cart.currency : (currencyOf(wanted, forSale) ?? cart.currency);
  const foreign = wanted.findIndex(({ variantId }) => forSale.get(variantId)?.price.currency !== currency);
  if (foreign >= 0)
    return refuse('CURRENCY_MISMATCH', `This cart is in ${currency}; buy this item in another one.`, [
      'lines',
      foreign,
    ]);
  const lines = wanted.reduce((all, one) => addOne(all, one, forSale, lineId), seen(cart, forSale).lines);
  if (lines.length > MAX_LINES)
    return refuse('LIMIT_EXCEEDED', `A cart holds at most ${MAX_LINES} different items.`, ['lines']);
  return done({ ...cart, currency, lines });
};

const currencyOf = (wanted: readonly Wanted[], forSale: ForSale): string | undefined =>
  wanted[0] && forSale.get(wanted[0].variantId)?.price.currency;

const addOne = (
  lines: readonly Line[],
  { variantId, quantity }: Wanted,
  forSale: ForSale,
  lineId: NewLineId,
): readonly Line[] => {
  const line = lines.find((each) => each.variantId === variantId);
  if (!line)
    return [...lines, capped({ id: lineId(), variantId, quantity, seenPrice: 0, wanted: null }, forSale)];
  return lines.map((each) =>
    each === line ? capped({ ...line, quantity: line.quantity + quantity }, forSale) : each,
  );
};

/** A line with no more than can be bought, at the price of now; what is no longer sold stays as it was. */
const capped = (line: Line, forSale: ForSale): Line => {
  const variant = forSale.get(line.variantId);
  if (!variant) return line;
  const most = Math.min(variant.available, MAX_QUANTITY);
  const quantity = Math.max(1, Math.min(line.quantity, most));
  return {
    ...line,
    quantity,
    seenPrice: variant.price.amount,
    wanted: quantity < line.quantity ? line.quantity : null,
  };
};

/** A change takes what is different now as seen: prices become the seen ones, quantities are capped once and for all. */
export const seen = (cart: Cart, forSale: ForSale): Cart => ({
  ...cart,
  lines: cart.lines.map((line) => ({
    ...line,
    wanted: null,
    seenPrice: priceOf(forSale.get(line.variantId), line),
  })),
});

const priceOf = (variant: VariantForSale | undefined, line: Line): number =>
  variant?.price.amount ?? line.seenPrice;

/** Sets quantities by line; 0 removes. A line that is not there is told, and nothing changes. */
export const updateLines = (
  cart: Cart,
  changes: readonly Readonly<{ lineId: LineId; quantity: number }>[],
  forSale: ForSale,
): Outcome<Cart> => {
  const missing = changes.findIndex(({ lineId }) => !cart.lines.some((line) => line.id === lineId));
  if (missing >= 0) return refuse('NOT_FOUND', 'This line is not in the cart.', ['lines', missing, 'lineId']);
  const wanted = new Map(changes.map(({ lineId, quantity }) => [lineId, quantity]));
  const lines = seen(cart, forSale).lines.flatMap((line) => {
    const quantity = wanted.get(line.id);
    if (quantity === undefined) return [line];
    return quantity === 0 ? [] : [capped({ ...line, quantity }, forSale)];
  });
  return done({ ...cart, lines });
};

export const removeLines = (cart: Cart, lineIds: readonly LineId[], forSale: ForSale): Outcome<Cart> => {
  const missing = lineIds.findIndex((id) => !cart.lines.some((line) => line.id === id));
  if (missing >= 0) return refuse('NOT_FOUND', 'This line is not in the cart.', ['lineIds', missing]);
  return done({
    ...seen(cart, forSale),
    lines: seen(cart, forSale).lines.filter((line) => !lineIds.includes(line.id)),
  });
};

/** Codes are kept in their normal form, each once. Refuses with LIMIT_EXCEEDED or INVALID. */
export const setCodes = (cart: Cart, codes: readonly string[]): Outcome<Cart> => {
  const clean = [...new Set(codes.map(normalizeCode))];
  if (clean.length > MAX_CODES)
    return refuse('LIMIT_EXCEEDED', `A cart takes at most ${MAX_CODES} codes.`, ['codes']);
  const odd = clean.findIndex((code) => !/^[\x21-\x7e]{1,64}$/.test(code));
  if (odd >= 0) return refuse('INVALID', 'A code has 1 to 64 letters and digits.', ['codes', odd]);
  return done({ ...cart, promotionCodes: clean });
};

/** Takes it over for a customer; once taken, it is nobody else's. */
export const claim = (cart: Cart, customer: UserId): Outcome<Cart> => {
  if (cart.claimedBy === customer) return done(cart);
  return cart.claimedBy === null
    ? done({ ...cart, claimedBy: customer })
    : refuse('NOT_FOUND', 'There is no such cart.', ['cartId']);
};

/** A guest's cart again, of whoever knows its id. */
export const unclaim = (cart: Cart): Cart => (cart.claimedBy === null ? cart : { ...cart, claimedBy: null });

/** A cart whose lines and codes are in another one now, so that nothing comes of them twice. */
export const emptied = (cart: Cart): Cart =>
  cart.lines.length === 0 && cart.promotionCodes.length === 0
    ? cart
    : { ...cart, lines: [], promotionCodes: [] };

/** What an order took from a cart; the lines are null where only the whole cart can be meant. */
export type Ordered = Readonly<{
  orderId: OrderId;
  lines: readonly Wanted[] | null;
  promotionCodes: readonly string[];
}>;

/**
 * Closes a cart for the order that it became. What was added after the checkout stays: then the cart is open, without what was
 * ordered and without the codes that were used. Safe to repeat; CART_CLOSED where it became another order.
 */
export const close = (cart: Cart, ordered: Ordered): Outcome<Cart> => {
  const { orderId, lines } = ordered;
  if (cart.closedBy === orderId || isTakenOut(cart, orderId)) return done(cart);
  if (cart.closedBy !== null) return refuse('CART_CLOSED', 'This cart has become another order.');
  const rest = lines ? without(cart, ordered) : cart;
  return done(lines && rest.lines.length > 0 ? rest : { ...cart, closedBy: orderId });
};

/** Takes out what was ordered from the cart that it was merged into; that cart stays open. Safe to repeat. */
export const takeOut = (cart: Cart, ordered: Ordered): Cart =>
  isTakenOut(cart, ordered.orderId) ? cart : without(cart, ordered);

const isTakenOut = ({ ordered = [] }: Cart, orderId: OrderId): boolean => ordered.includes(orderId);

const without = (cart: Cart, { orderId, lines, promotionCodes }: Ordered): Cart => {
  const taken = new Map<VariantId, number>();
  for (const { variantId, quantity } of lines ?? [])
    taken.set(variantId, (taken.get(variantId) ?? 0) + quantity);
  return {
    ...cart,
    lines: cart.lines.flatMap((line) => {
      const quantity = line.quantity - (taken.get(line.variantId) ?? 0);
      if (quantity === line.quantity) return [line];
      return quantity > 0 ? [{ ...line, quantity, wanted: null }] : [];
    }),
    promotionCodes: cart.promotionCodes.filter((code) => !promotionCodes.includes(code)),
    ordered: [...(cart.ordered ?? []), orderId],
  };
};
