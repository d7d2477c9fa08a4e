import type { CartId, LineId, OrderId, UserId, VariantId } from '../../../kernel/ids.ts';
import type { Money } from '../../../kernel/money.ts';
import { normalizeCode } from '../../../kernel/normalize.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';

/** A cart as it is stored. It holds no prices to charge: prices are read from the catalogue with every request. */
export type Cart = Readonly<{
  id: CartId;
  version: number;
  owner: UserId | null;
  currency: string;
  lines: readonly CartLine[];
  promotionCodes: readonly string[];
  email: string | null;
  updatedAt: number;
  /** The order that the cart became. */
  closedBy: OrderId | null;
  /** The customer who claimed this guest cart. */
  claimedBy: UserId | null;
  /** Guest carts that were merged into this one. A repeated claim adds nothing. */
  merged: readonly CartId[];
  /** Orders whose items were removed while other items stayed. Absent in carts saved by older versions. */
  ordered?: readonly OrderId[];
}>;

export type CartLine = Readonly<{
  id: LineId;
  variantId: VariantId;
  quantity: number;
  /** The price, in minor units, when the buyer last changed the cart. Used only for the price warning. */
  seenPrice: number;
  /** The quantity that the buyer asked for, if it was more than was available. */
  wanted: number | null;
}>;
export type LineInput = Readonly<{ variantId: VariantId; quantity: number }>;
type NewLineId = () => LineId;

/** What can be bought now. A variant that is missing is not sold. */
export type Offers = ReadonlyMap<VariantId, Offer>;
export type Offer = Readonly<{ price: Money; available: number }>;

export const MAX_LINES = 100;
export const MAX_QUANTITY = 999;
export const MAX_CODES = 10;

/** How long an unchanged guest cart or closed cart is kept. */
export const RETENTION_MS = 30 * 24 * 60 * 60 * 1000;

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

/** Whether the cart can still be changed. */
export const isOpen = (cart: Cart): boolean => cart.closedBy === null && cart.claimedBy === null;

/** When the cart is deleted if it does not change. Null for a customer's open cart, which is kept. */
export const expiresAt = (cart: Cart): Date | null =>
  cart.owner === null || cart.closedBy !== null ? new Date(cart.updatedAt + RETENTION_MS) : null;

/** The variants whose offers a change needs: those already in the cart and those in the input. */
export const variantsOf = (
  cart: Cart | null,
  inputs: readonly Pick<LineInput, 'variantId'>[] = [],
): VariantId[] => [...new Set([...(cart?.lines ?? []), ...inputs].map(({ variantId }) => variantId))];

/**
 * Adds lines. A variant that is already in the cart gets a higher quantity instead of a second line.
 *
 * Quantities are capped at what is available, and the cart's warnings report it.
 * Refuses with VARIANT_UNAVAILABLE, OUT_OF_STOCK, CURRENCY_MISMATCH or LIMIT_EXCEEDED.
 */
export const addLines = (
  cart: Cart,
  inputs: readonly LineInput[],
  offers: Offers,
  newLineId: NewLineId,
): Outcome<Cart> => {
  const unavailable = inputs.findIndex(({ variantId }) => !offers.has(variantId));
  if (unavailable >= 0)
    return refuse('VARIANT_UNAVAILABLE', 'This item is not for sale.', ['lines', unavailable]);
  const soldOut = inputs.findIndex(({ variantId }) => offers.get(variantId)?.available === 0);
  if (soldOut >= 0) return refuse('OUT_OF_STOCK', 'This item is sold out.', ['lines', soldOut]);
  const currency = cart.lines.length > 0 ? cart.currency : (currencyOf(inputs, offers) ?? cart.currency);
  const foreign = inputs.findIndex(({ variantId }) => offers.get(variantId)?.price.currency !== currency);
  if (foreign >= 0) {
    const message = `This cart is in ${currency}. Buy this item in a separate cart.`;
    return refuse('CURRENCY_MISMATCH', message, ['lines', foreign]);
  }
  const lines = inputs.reduce(
    (all, input) => addLine(all, input, offers, newLineId),
    acceptChanges(cart, offers).lines,
  );
  if (lines.length > MAX_LINES)
    return refuse('LIMIT_EXCEEDED', `A cart can hold at most ${MAX_LINES} different items.`, ['lines']);
  return done({ ...cart, currency, lines });
};

const currencyOf = (inputs: readonly LineInput[], offers: Offers): string | undefined =>
  inputs[0] && offers.get(inputs[0].variantId)?.price.currency;

const addLine = (
  lines: readonly CartLine[],
  { variantId, quantity }: LineInput,
  offers: Offers,
  newLineId: NewLineId,
): readonly CartLine[] => {
  const existing = lines.find((line) => line.variantId === variantId);
  if (!existing) {
    const line = { id: newLineId(), variantId, quantity, seenPrice: 0, wanted: null };
    return [...lines, capQuantity(line, offers)];
  }
  const more = capQuantity({ ...existing, quantity: existing.quantity + quantity }, offers);
  return lines.map((line) => (line === existing ? more : line));
};

/** Caps the quantity at what is available and records the current price. Leaves a line that is no longer sold unchanged. */
const capQuantity = (line: CartLine, offers: Offers): CartLine => {
  const offer = offers.get(line.variantId);
  if (!offer) return line;
  const limit = Math.min(offer.available, MAX_QUANTITY);
  const quantity = Math.max(1, Math.min(line.quantity, limit));
  return {
    ...line,
    quantity,
    seenPrice: offer.price.amount,
    wanted: quantity < line.quantity ? line.quantity : null,
  };
};

/** Clears the warnings: any change by the buyer accepts the current prices and the reduced quantities. */
const acceptChanges = (cart: Cart, offers: Offers): Cart => ({
  ...cart,
  lines: cart.lines.map((line) => ({
    ...line,
    wanted: null,
    seenPrice: offers.get(line.variantId)?.price.amount ?? line.seenPrice,
  })),
});

/** Sets quantities by line; 0 removes the line. Refuses with NOT_FOUND if any line is not in the cart. */
export const updateLines = (
  cart: Cart,
  changes: readonly Readonly<{ lineId: LineId; quantity: number }>[],
  offers: Offers,
): Outcome<Cart> => {
  const missing = changes.findIndex(({ lineId }) => !cart.lines.some((line) => line.id === lineId));
  if (missing >= 0) return refuse('NOT_FOUND', 'This line is not in the cart.', ['lines', missing, 'lineId']);
  const quantities = new Map(changes.map(({ lineId, quantity }) => [lineId, quantity]));
  const lines = acceptChanges(cart, offers).lines.flatMap((line) => {
    const quantity = quantities.get(line.id);
    if (quantity === undefined) return [line];
    return quantity === 0 ? [] : [capQuantity({ ...line, quantity }, offers)];
  });
  return done({ ...cart, lines });
};

/** Removes lines. Refuses with NOT_FOUND if any line is not in the cart. */
export const removeLines = (cart: Cart, lineIds: readonly LineId[], offers: Offers): Outcome<Cart> => {
  const missing = lineIds.findIndex((id) => !cart.lines.some((line) => line.id === id));
  if (missing >= 0) return refuse('NOT_FOUND', 'This line is not in the cart.', ['lineIds', missing]);
  const { lines } = acceptChanges(cart, offers);
  return done({ ...cart, lines: lines.filter((line) => !lineIds.includes(line.id)) });
};

/** Replaces the promotion codes, normalized and without duplicates. Refuses with LIMIT_EXCEEDED or INVALID. */
export const setCodes = (cart: Cart, codes: readonly string[]): Outcome<Cart> => {
  const promotionCodes = [...new Set(codes.map(normalizeCode))];
  if (promotionCodes.length > MAX_CODES)
    return refuse('LIMIT_EXCEEDED', `A cart can have at most ${MAX_CODES} promotion codes.`, ['codes']);
  const invalid = promotionCodes.findIndex((code) => !/^[\x21-\x7e]{1,64}$/.test(code));
  if (invalid >= 0)
    return refuse('INVALID', 'A promotion code has 1 to 64 letters, digits or symbols.', ['codes', invalid]);
  return done({ ...cart, promotionCodes });
};
