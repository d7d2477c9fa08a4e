import type { PromotionRejection } from '../../../generated/orders/types.ts';
import type { UserId } from '../../../kernel/ids.ts';
import { formatted, type Money } from '../../../kernel/money.ts';
import type { PricedLine } from './cart.ts';
import { isEligible } from './discountValue.ts';
import { type Candidate, hasEnded, hasStarted, isUsedUp } from './promotion.ts';

export type Rejected = Readonly<{
  code: string | null;
  title: string | null;
  reason: PromotionRejection;
  message: string;
}>;

/** What decides whether a promotion applies to a cart. */
export type PromotionContext = Readonly<{
  lines: readonly PricedLine[];
  subtotal: Money;
  buyer: UserId | null;
  now: Date;
}>;

/** Why a promotion cannot apply to this cart. Null if it can. */
export const rejectionReason = (
  promotion: Candidate,
  { lines, subtotal, buyer, now }: PromotionContext,
): PromotionRejection | null => {
  if (!hasStarted(promotion, now)) return 'NOT_STARTED';
  if (hasEnded(promotion, now)) return 'ENDED';
  if (currenciesOf(promotion).some((currency) => currency !== subtotal.currency)) return 'CURRENCY_MISMATCH';
  if (isUsedUp(promotion)) return 'LIMIT_REACHED';
  if (promotion.limitPerCustomer !== null && buyer === null) return 'SIGN_IN_REQUIRED';
  if (promotion.limitPerCustomer !== null && promotion.redeemedByBuyer >= promotion.limitPerCustomer)
    return 'CUSTOMER_LIMIT_REACHED';
  if (!lines.some((line) => isEligible(promotion, line))) return 'NO_ELIGIBLE_ITEM';
  if (promotion.minimum && subtotal.amount < promotion.minimum.amount) return 'MINIMUM_NOT_REACHED';
  return null;
};

const currenciesOf = ({ benefit, minimum }: Candidate): string[] => [
  ...(benefit.kind === 'FIXED_AMOUNT' ? [benefit.amount.currency] : []),
  ...(minimum ? [minimum.currency] : []),
];

/** The rejections of automatic promotions that are shown: only those that the buyer can act on. Future promotions stay hidden. */
const VISIBLE_AUTOMATIC: readonly PromotionRejection[] = [
  'MINIMUM_NOT_REACHED',
  'SIGN_IN_REQUIRED',
  'BETTER_PROMOTION_APPLIED',
];

export const isVisible = ({ code, reason }: Rejected): boolean =>
  code !== null || VISIBLE_AUTOMATIC.includes(reason);

export const rejected = ({ code, title, minimum }: Candidate, reason: PromotionRejection): Rejected => ({
  code,
  title,
  reason,
  message:
    reason === 'MINIMUM_NOT_REACHED' && minimum
      ? `This promotion requires a subtotal of at least ${formatted(minimum)}.`
      : REJECTION_MESSAGES[reason],
});

export const unknown = (code: string): Rejected => ({
  code,
  title: null,
  reason: 'UNKNOWN',
  message: REJECTION_MESSAGES.UNKNOWN,
});

export const rateLimited = (code: string): Rejected => ({
  code,
  title: null,
  reason: 'RATE_LIMITED',
  message: REJECTION_MESSAGES.RATE_LIMITED,
});

const REJECTION_MESSAGES: Readonly<Record<PromotionRejection, string>> = {
  UNKNOWN: 'This code does not exist.',
  NOT_STARTED: 'This promotion has not started yet.',
  ENDED: 'This promotion has ended.',
  MINIMUM_NOT_REACHED: 'The subtotal is too low for this promotion.',
  NO_ELIGIBLE_ITEM: 'This promotion applies to none of the items in the cart.',
  LIMIT_REACHED: 'This promotion has reached its limit.',
  CUSTOMER_LIMIT_REACHED: 'You have used this promotion the maximum number of times.',
  SIGN_IN_REQUIRED: 'Sign in to use this promotion.',
  BETTER_PROMOTION_APPLIED: 'Another promotion gives a higher discount and cannot be combined with this one.',
  RATE_LIMITED: 'Too many wrong codes. Try again in a minute.',
  CURRENCY_MISMATCH: 'This promotion has a different currency than the cart.',
};
