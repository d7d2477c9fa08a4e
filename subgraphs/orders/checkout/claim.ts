import type { Order } from '../order.ts';
import type { PromotionId } from '../promotions/promotion.ts';

/** Under which key a checkout is made, whose key it is, and what it was made of. */
export type Claim = Readonly<{ caller: string; key: string; inputHash: string }>;

/** A new order; or the one that has the key, or the cart, already; or a promotion that somebody else was faster to use. */
export type Created =
  | Readonly<{ kind: 'created'; order: Order }>
  | Readonly<{ kind: 'taken' }>
  | Readonly<{ kind: 'promotionLost'; promotionId: PromotionId }>;
