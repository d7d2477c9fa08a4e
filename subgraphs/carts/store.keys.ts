import type { CartId, UserId } from '../../kernel/ids.ts';

export const cartKey = (id: CartId): string => `cart:{${id}}`;
/** Leads to a customer's open cart. */
export const customerKey = (customer: UserId): string => `cart-of:{${customer}}`;
/** Leads to the carts that a customer had before it. */
export const pastKey = (customer: UserId): string => `carts-before:{${customer}}`;
