import type { Cart } from '../cart.ts';

/** What carts hold of a person, for the person to read. */
export const personalData = (carts: readonly Cart[]) => ({
  carts: carts.map(({ id, currency, lines, promotionCodes, email, updatedAt, closedBy }) => ({
    id,
    currency,
    lines: lines.map(({ variantId, quantity }) => ({ variantId, quantity })),
    promotionCodes,
    email,
    updatedAt: new Date(updatedAt),
    becameOrder: closedBy,
  })),
});
