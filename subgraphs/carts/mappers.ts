import type { Cart } from './cart.ts';
import type { PricedLine } from './pricing.ts';

export type CartMapper = Cart;
export type CartLineMapper = PricedLine;
export type CartSnapshotMapper = Cart;
