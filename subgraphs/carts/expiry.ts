import type { Cart } from './cart.ts';

/** How long what nobody changes is kept. */
export const UNUSED_MS = 30 * 24 * 60 * 60 * 1000;

/** Until when it is kept without a change: guests' and bought carts 30 days, a customer's open one for good. */
export const expiresAt = (cart: Cart): Date | null =>
  cart.owner === null || cart.closedBy !== null ? new Date(cart.updatedAt + UNUSED_MS) : null;
