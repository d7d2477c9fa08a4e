import type { LineId, UserId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import {
  addLines,
  type Cart,
  type CartLine,
  MAX_CODES,
  MAX_LINES,
  MAX_QUANTITY,
  type Offers,
  variantsOf,
} from './cart.ts';

/** Gives a guest cart to a customer. Refuses with NOT_FOUND if another customer has claimed it. */
export const claim = (guestCart: Cart, customer: UserId): Outcome<Cart> => {
  if (guestCart.claimedBy === customer) return done(guestCart);
  return guestCart.claimedBy === null
    ? done({ ...guestCart, claimedBy: customer })
    : refuse('NOT_FOUND', 'This cart does not exist.', ['cartId']);
};

/** Undoes a claim: anyone who knows the cart's ID can use it again. */
export const unclaim = (cart: Cart): Cart => (cart.claimedBy === null ? cart : { ...cart, claimedBy: null });

/** Empties a guest cart after its lines and codes moved to the customer's cart, so that they are not used twice. */
export const emptied = (cart: Cart): Cart =>
  cart.lines.length === 0 && cart.promotionCodes.length === 0
    ? cart
    : { ...cart, lines: [], promotionCodes: [] };

/**
 * Whether two carts can be merged, whatever is for sale at the moment. Returns the guest cart.
 *
 * Checked before anything changes, because the buyer cannot undo a claim.
 * Refuses with CURRENCY_MISMATCH or LIMIT_EXCEEDED.
 */
export const canMerge = (own: Cart, guestCart: Cart): Outcome<Cart> => {
  if (own.merged.includes(guestCart.id)) return done(guestCart);
  if (own.lines.length > 0 && guestCart.lines.length > 0 && own.currency !== guestCart.currency) {
    const message = `Your cart is in ${own.currency}, but this one is in ${guestCart.currency}. Check out or empty one of them first.`;
    return refuse('CURRENCY_MISMATCH', message, ['cartId']);
  }
  if (new Set(variantsOf(own, guestCart.lines)).size > MAX_LINES) {
    const message = `A cart can hold at most ${MAX_LINES} different items. Check out or remove some first.`;
    return refuse('LIMIT_EXCEEDED', message, ['cartId']);
  }
  return done(guestCart);
};

/**
 * Adds a guest cart's lines and codes to the customer's own cart.
 *
 * Keeps lines that cannot be bought now; the cart's warnings report them. Merging the same cart again changes nothing.
 * Refuses with CURRENCY_MISMATCH or LIMIT_EXCEEDED.
 */
export const merge = (own: Cart, guestCart: Cart, offers: Offers, newLineId: () => LineId): Outcome<Cart> => {
  if (own.merged.includes(guestCart.id)) return done(own);
  const allowed = canMerge(own, guestCart);
  if (!allowed.ok) return allowed;
  const isAvailable = ({ variantId }: CartLine): boolean => {
    const offer = offers.get(variantId);
    return offer !== undefined && offer.available > 0 && offer.price.currency === guestCart.currency;
  };
  const added = addLines(own, guestCart.lines.filter(isAvailable), offers, newLineId);
  if (!added.ok) return added;
  const unavailable = guestCart.lines.filter((line) => !isAvailable(line));
  return done({
    ...added.value,
    currency: guestCart.lines.length > 0 ? guestCart.currency : own.currency,
    lines: unavailable.reduce((all, line) => keepLine(all, line, newLineId), added.value.lines),
    promotionCodes: [...new Set([...own.promotionCodes, ...guestCart.promotionCodes])].slice(0, MAX_CODES),
    email: own.email ?? guestCart.email,
    merged: [...own.merged, guestCart.id],
  });
};

/** Adds the quantities of both carts at the last known price, because no newer one exists for an unavailable item. */
const keepLine = (
  lines: readonly CartLine[],
  line: CartLine,
  newLineId: () => LineId,
): readonly CartLine[] => {
  const own = lines.find(({ variantId }) => variantId === line.variantId);
  if (!own) return [...lines, { ...line, id: newLineId() }];
  const quantity = Math.min(own.quantity + line.quantity, MAX_QUANTITY);
  return lines.map((each) => (each === own ? { ...own, quantity } : each));
};
