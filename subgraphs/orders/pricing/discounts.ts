import { add, isZero, type Money, zero } from '../../../kernel/money.ts';
import { type DiscountValue, discountValue } from './discountValue.ts';
import { type Candidate, isUsedUp, type PromotionId } from './promotion.ts';
import {
  type PromotionContext,
  type Rejected,
  rejected,
  rejectionReason,
  unknown,
} from './promotionRejection.ts';

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
 * `shipping` is the price before promotions, null while no method is chosen. Discounts are multiples of `increment`.
 */
type DiscountInputs = PromotionContext &
  Readonly<{
    candidates: readonly Candidate[];
    codes: readonly string[];
    shipping: Money | null;
    increment: number;
  }>;

/** Which promotions apply, what each takes off, and why the others do not apply. */
export const discountsOf = (inputs: DiscountInputs): Discounts => {
  const { lines, subtotal, candidates, codes } = inputs;
  const { currency } = subtotal;
  const evaluated = candidates.map((promotion) => ({
    promotion,
    reason: rejectionReason(promotion, inputs),
  }));
  const possible = evaluated.flatMap(({ promotion, reason }) => (reason === null ? [promotion] : []));
  const items = itemDiscounts(possible, inputs);
  const shipping = shippingDiscount(possible, inputs);
  return {
    perLine: lines.map((_, index) =>
      items.chosen.reduce((all, { perLine }) => add(all, perLine[index] ?? zero(currency)), zero(currency)),
    ),
    shipping: shipping.price,
    applied: [...items.chosen.map(({ promotion, total }) => applied(promotion, total)), ...shipping.applied],
    rejected: [
      ...evaluated.flatMap(({ promotion, reason }) => (reason === null ? [] : [rejected(promotion, reason)])),
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
  const values = possible
    .filter(({ benefit }) => benefit.kind !== 'FREE_SHIPPING')
    .map((each) => discountValue(each, lines, subtotal.currency, increment));
  const chosen = bestCombination(values);
  const others = values.filter((value) => !chosen.includes(value));
  const why = ({ total }: DiscountValue) => (isZero(total) ? 'NO_ELIGIBLE_ITEM' : 'BETTER_PROMOTION_APPLIED');
  return { chosen, rejected: others.map((value) => rejected(value.promotion, why(value))) };
};

/** Applies at most one free shipping promotion, and none if shipping is free already. */
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

const MAX_EXACT = 16;

/**
 * The combination with the highest discount, where promotions for the same item exclude each other. It is exact for the sixteen
 * most valuable promotions: branch and bound, highest value first, so that of equal combinations the first one wins.
 */
export const bestCombination = (values: readonly DiscountValue[]): DiscountValue[] => {
  const sorted = [...values].sort(byValue).slice(0, MAX_EXACT);
  const rest = sorted.map((_, index) =>
    sorted.slice(index).reduce((all, { total }) => all + total.amount, 0),
  );
  let best: { value: number; chosen: readonly DiscountValue[] } = { value: 0, chosen: [] };
  const search = (index: number, value: number, chosen: readonly DiscountValue[]): void => {
    if (value > best.value) best = { value, chosen };
    const next = sorted[index];
    if (!next || value + (rest[index] ?? 0) <= best.value) return;
    if (chosen.every((other) => areDisjoint(other, next)))
      search(index + 1, value + next.total.amount, [...chosen, next]);
    search(index + 1, value, chosen);
  };
  search(0, 0, []);
  return [...best.chosen];
};

const areDisjoint = (a: DiscountValue, b: DiscountValue): boolean =>
  [...a.lineIndexes].every((index) => !b.lineIndexes.has(index));

const byValue = (a: DiscountValue, b: DiscountValue): number =>
  b.total.amount - a.total.amount || preferred(a.promotion, b.promotion);

/** Of two equal promotions, prefers the one that costs the buyer less: without limit, without code, older. */
export const preferred = (a: Candidate, b: Candidate): number =>
  scarcity(a) - scarcity(b) || (a.id < b.id ? -1 : 1);

const scarcity = (promotion: Candidate): number =>
  Number(isUsedUp(promotion)) * 4 +
  Number(promotion.limit !== null || promotion.limitPerCustomer !== null) * 2 +
  Number(promotion.code !== null);
