import type { LineId } from '../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../kernel/outcome.ts';
import { addLines, type Cart, type Line, MAX_CODES, MAX_LINES, MAX_QUANTITY } from './cart.ts';
import type { ForSale } from './ports.ts';
import { variantsOf } from './variantsOf.ts';

/** What stands against a merge, whatever is sold at this moment: nobody can undo it for the buyer, so it is asked first. */
export const mergeable = (own: Cart, guests: Cart): Outcome<Cart> => {
  if (own.merged.includes(guests.id)) return done(guests);
  if (own.lines.length > 0 && guests.lines.length > 0 && own.currency !== guests.currency) {
    const message = `Your cart is in ${own.currency}, and this one in ${guests.currency}: check out or empty one of them first.`;
    return refuse('CURRENCY_MISMATCH', message, ['cartId']);
  }
  return new Set(variantsOf(own, guests.lines)).size > MAX_LINES
    ? refuse(
        'LIMIT_EXCEEDED',
        `A cart holds at most ${MAX_LINES} different items: check out or remove some first.`,
        ['cartId'],
      )
    : done(guests);
};

/** What a guest gathered, added to the customer's own cart. Nothing is lost: what cannot be bought now stays, and its warnings say so. */
export const merge = (own: Cart, guests: Cart, forSale: ForSale, lineId: () => LineId): Outcome<Cart> => {
  if (own.merged.includes(guests.id)) return done(own);
  const may = mergeable(own, guests);
  if (!may.ok) return may;
  const isThere = ({ variantId }: Line): boolean => {
    const variant = forSale.get(variantId);
    return variant !== undefined && variant.available > 0 && variant.price.currency === guests.currency;
  };
  const added = addLines(own, guests.lines.filter(isThere), forSale, lineId);
  if (!added.ok) return added;
  const rest = guests.lines.filter((line) => !isThere(line));
  const lines = rest.reduce((all, line) => keep(all, line, lineId), added.value.lines);
  const promotionCodes = [...new Set([...own.promotionCodes, ...guests.promotionCodes])].slice(0, MAX_CODES);
  const currency = guests.lines.length > 0 ? guests.currency : own.currency;
  return done({
    ...added.value,
    currency,
    lines,
    promotionCodes,
    email: own.email ?? guests.email,
    merged: [...own.merged, guests.id],
  });
};

/** As many as both wanted, at the price that was seen last: nothing newer is known of what cannot be bought. */
const keep = (lines: readonly Line[], line: Line, lineId: () => LineId): readonly Line[] => {
  const own = lines.find(({ variantId }) => variantId === line.variantId);
  if (!own) return [...lines, { ...line, id: lineId() }];
  const quantity = Math.min(own.quantity + line.quantity, MAX_QUANTITY);
  return lines.map((each) => (each === own ? { ...own, quantity } : each));
};
