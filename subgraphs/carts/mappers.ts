import type { Cart } from './cart/cart.ts';
import type { PricedLine } from './cart/pricing.ts';

export type CartMapper = Cart;
export type CartLineMapper = PricedLine;
export type CartSnapshotMapper = Cart;
