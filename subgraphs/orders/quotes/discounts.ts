import { add, isZero, type Money, zero } from '../../../kernel/money.ts';
import type { Candidate, PromotionId } from '../promotions/promotion.ts';
import { bestCombination, preferred } from './combine.ts';
import { type PromotionContext, type Rejected, rejected, rejectionReason, unknown } from './rejection.ts';
import { type DiscountValue, discountValue } from './worth.ts';

export type Applied = Readonly<{
  promotionId: PromotionId;
  code: string | null;
  title: string;
  discount: Money;
}>;
export type Discounts = Readonly<{
  perLine: readonly Money[];
  shipping: Money;
  applied: readonly Applied[];
  rejected: readonly Rejected[];
}>;

/**
 * `shipping` is what it costs before promotions; null while no method is chosen, when its price is not known. Discounts are
 * multiples of `increment`.
 */
type DiscountInputs = PromotionContext &
  Readonly<{
    candidates: readonly Candidate[];
    codes: readonly string[];
    shipping: Money | null;
    increment: number;
  }>;

/** Which promotions count, what each takes off, and why the others do not. */
export const discountsOf = (given: DiscountInputs): Discounts => {
  const { lines, subtotal, candidates, codes } = given;
  const { currency } = subtotal;
  const judged = candidates.map((promotion) => ({ promotion, reason: rejectionReason(promotion, given) }));
  const possible = judged.flatMap(({ promotion, reason }) => (reason === null ? [promotion] : []));
  const items = itemDiscounts(possible, given);
  const shipping = shippingDiscount(possible, given);
  return {
    perLine: lines.map((_, index) =>
      items.chosen.reduce((all, { perLine }) => add(all, perLine[index] ?? zero(currency)), zero(currency)),
    ),
    shipping: shipping.price,
    applied: [...items.chosen.map(({ promotion, total }) => applied(promotion, total)), ...shipping.applied],
    rejected: [
      ...judged.flatMap(({ promotion, reason }) => (reason === null ? [] : [rejected(promotion, reason)])),
      ...items.rejected,
      ...shipping.rejected,
      ...codes.filter((code) => !candidates.some((candidate) => candidate.code === code)).map(unknown),
    ],
  };
};

const applied = ({ id, code, title }: Candidate, discount: Money): Applied => ({
  promotionId: id,
  code,
  title,
  discount,
});

const itemDiscounts = (
  possible: readonly Candidate[],
  { lines, subtotal, increment }: DiscountInputs,
): { chosen: DiscountValue[]; rejected: Rejected[] } => {
  const worths = possible
    .filter(({ benefit }) => benefit.kind !== 'FREE_SHIPPING')
    .map((each) => discountValue(each, lines, subtotal.currency, increment));
  const chosen = bestCombination(worths);
  const others = worths.filter((worth) => !chosen.includes(worth));
  const why = ({ total }: DiscountValue) => (isZero(total) ? 'NO_ELIGIBLE_ITEM' : 'BETTER_PROMOTION_APPLIED');
  return { chosen, rejected: others.map((worth) => rejected(worth.promotion, why(worth))) };
};

/** One is enough to ship for nothing; where that is free already, none is used up. */
const shippingDiscount = (possible: readonly Candidate[], { shipping, subtotal }: DiscountInputs) => {
  const free = possible.filter(({ benefit }) => benefit.kind === 'FREE_SHIPPING').sort(preferred);
  const price = shipping ?? zero(subtotal.currency);
  const isFree = shipping !== null && isZero(shipping);
  const used = isFree ? [] : free.slice(0, 1);
  return {
    price: used.length > 0 ? zero(subtotal.currency) : price,
    applied: used.map((promotion) => applied(promotion, price)),
    rejected: free
      .slice(used.length)
      .map((promotion) => rejected(promotion, isFree ? 'NO_ELIGIBLE_ITEM' : 'BETTER_PROMOTION_APPLIED')),
  };
};
