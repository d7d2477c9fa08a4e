import type { LineId } from '../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../kernel/outcome.ts';
import { addLines, type Cart, type Line, MAX_CODES, MAX_LINES, MAX_QUANTITY } from './cart.ts';
import type { ForSale } from './ports.ts';

/** What a guest gathered, added to the customer's own cart. Nothing is lost: what is sold out or gone stays, and its warnings say so. */
export const merge = (own: Cart, guests: Cart, forSale: ForSale, lineId: () => LineId): Outcome<Cart> => {
  if (own.merged.includes(guests.id)) return done(own);
  if (own.lines.length > 0 && guests.lines.length > 0 && own.currency !== guests.currency)
    return refuse('CURRENCY_MISMATCH', `Your cart is in ${own.currency}, and this one in ${guests.currency}.`, ['cartId']);
  const isThere = ({ variantId }: Line): boolean => (forSale.get(variantId)?.available ?? 0) > 0;
  const added = addLines(own, guests.lines.filter(isThere), forSale, lineId);
  if (!added.ok) return added;
  const rest = guests.lines.filter((line) => !isThere(line));
  const lines = rest.reduce((all, line) => keep(all, line, lineId), added.value.lines);
  if (lines.length > MAX_LINES) return refuse('LIMIT_EXCEEDED', `A cart holds at most ${MAX_LINES} different items.`, ['lines']);
  const promotionCodes = [...new Set([...own.promotionCodes, ...guests.promotionCodes])].slice(0, MAX_CODES);
  const currency = guests.lines.length > 0 ? guests.currency : own.currency;
  return done({ ...added.value, currency, lines, promotionCodes, email: own.email ?? guests.email, merged: [...own.merged, guests.id] });
};

/** As many as both wanted, at the price that was seen last: nothing newer is known of what cannot be bought. */
const keep = (lines: readonly Line[], line: Line, lineId: () => LineId): readonly Line[] => {
  const own = lines.find(({ variantId }) => variantId === line.variantId);
  if (!own) return [...lines, { ...line, id: lineId() }];
  const quantity = Math.min(own.quantity + line.quantity, MAX_QUANTITY);
  return lines.map((each) => (each === own ? { ...own, quantity } : each));
};
