import type { Id } from '../../../kernel/ids.ts';
import type { Money } from '../../../kernel/money.ts';

export type PromotionId = Id<'promo'>;

/** What a promotion gives. A percentage is kept in hundredths of a percent, so that nothing is ever a fraction. */
export type Benefit =
  | Readonly<{ kind: 'PERCENTAGE'; basisPoints: number }>
  | Readonly<{ kind: 'FIXED_AMOUNT'; amount: Money }>
  | Readonly<{ kind: 'FREE_SHIPPING' }>
  | Readonly<{ kind: 'BUY_X_GET_Y'; buy: number; get: number }>;

/** What the shop may change later. */
export type PromotionTerms = Readonly<{
  title: string;
  endsAt: Date | null;
  limit: number | null;
  limitPerCustomer: number | null;
}>;

export type NewPromotion = PromotionTerms &
  Readonly<{
    id: PromotionId;
    /** Null: it applies by itself. */
    code: string | null;
    benefit: Benefit;
    /** The least subtotal of the cart. */
    minimum: Money | null;
    /** Slugs; empty: all items. */
    categories: readonly string[];
    startsAt: Date;
  }>;

export type Promotion = NewPromotion & Readonly<{ redeemed: number }>;

/** A promotion that a cart might get, with how often its buyer has used it. */
export type Candidate = Promotion & Readonly<{ redeemedByBuyer: number }>;

export const hasStarted = ({ startsAt }: Promotion, now: Date): boolean => startsAt <= now;
export const hasEnded = ({ endsAt }: Promotion, now: Date): boolean => endsAt !== null && endsAt <= now;
export const isUsedUp = ({ limit, redeemed }: Promotion): boolean => limit !== null && redeemed >= limit;

export const isActive = (promotion: Promotion, now: Date): boolean =>
  hasStarted(promotion, now) && !hasEnded(promotion, now) && !isUsedUp(promotion);
