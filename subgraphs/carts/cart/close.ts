import type { OrderId, VariantId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Cart, LineInput } from './cart.ts';

/** What an order took from a cart. `lines` is null if the whole cart was ordered. */
export type OrderedItems = Readonly<{
  orderId: OrderId;
  lines: readonly LineInput[] | null;
  promotionCodes: readonly string[];
}>;

/**
 * Closes a cart for the order that it became.
 *
 * If items were added after the checkout, the cart stays open and loses only the ordered items and the codes that were used.
 * Safe to repeat. Refuses with CART_CLOSED if the cart became another order.
 */
export const close = (cart: Cart, items: OrderedItems): Outcome<Cart> => {
  const { orderId, lines } = items;
  if (cart.closedBy === orderId || isRemoved(cart, orderId)) return done(cart);
  if (cart.closedBy !== null) return refuse('CART_CLOSED', 'This cart has already become another order.');
  const rest = lines ? subtract(cart, items) : cart;
  return done(lines && rest.lines.length > 0 ? rest : { ...cart, closedBy: orderId });
};

/** Removes ordered items from the cart that a guest cart was merged into. The cart stays open. Safe to repeat. */
export const removeOrdered = (cart: Cart, items: OrderedItems): Cart =>
  isRemoved(cart, items.orderId) ? cart : subtract(cart, items);

const isRemoved = ({ ordered = [] }: Cart, orderId: OrderId): boolean => ordered.includes(orderId);

const subtract = (cart: Cart, { orderId, lines, promotionCodes }: OrderedItems): Cart => {
  const quantities = new Map<VariantId, number>();
  for (const { variantId, quantity } of lines ?? [])
    quantities.set(variantId, (quantities.get(variantId) ?? 0) + quantity);
  return {
    ...cart,
    lines: cart.lines.flatMap((line) => {
      const quantity = line.quantity - (quantities.get(line.variantId) ?? 0);
      if (quantity === line.quantity) return [line];
      return quantity > 0 ? [{ ...line, quantity, wanted: null }] : [];
    }),
    promotionCodes: cart.promotionCodes.filter((code) => !promotionCodes.includes(code)),
    ordered: [...(cart.ordered ?? []), orderId],
  };
};
