import { allocate, atMost, fraction, type Money, sum, times, zero } from '../../../kernel/money.ts';
import type { PricedLine } from './cart.ts';
import type { Benefit, Candidate } from './promotion.ts';

/** What a promotion takes off each line, and which lines it applies to. */
export type DiscountValue = Readonly<{
  promotion: Candidate;
  lineIndexes: ReadonlySet<number>;
  perLine: readonly Money[];
  total: Money;
}>;

const BASIS_POINTS = 10_000;

export const isEligible = ({ categories }: Candidate, { item }: PricedLine): boolean =>
  categories.length === 0 || item.categories.some((slug) => categories.includes(slug));

/** The discount never exceeds the price of the items. */
export const discountValue = (
  promotion: Candidate,
  lines: readonly PricedLine[],
  currency: string,
  increment = 1,
): DiscountValue => {
  const eligible = lines.map((line) => isEligible(promotion, line));
  const perLine = discountPerLine(
    promotion.benefit,
    lines.map((line, index) => (eligible[index] ? line : { ...line, quantity: 0, subtotal: zero(currency) })),
    currency,
    increment,
  );
  const lineIndexes = new Set(eligible.flatMap((is, index) => (is ? [index] : [])));
  return { promotion, lineIndexes, perLine, total: sum(perLine, currency) };
};

const discountPerLine = (
  benefit: Benefit,
  lines: readonly PricedLine[],
  currency: string,
  increment: number,
): Money[] => {
  const subtotals = lines.map(({ subtotal }) => subtotal);
  const all = sum(subtotals, currency);
  switch (benefit.kind) {
    case 'PERCENTAGE':
      return spread(fraction(all, benefit.basisPoints, BASIS_POINTS, increment), subtotals, increment);
    case 'FIXED_AMOUNT':
      return spread(atMost(benefit.amount, all), subtotals, increment);
    case 'BUY_X_GET_Y':
      return cheapestFree(lines, benefit.buy, benefit.get);
    case 'FREE_SHIPPING':
      return subtotals.map(() => zero(currency));
    default:
      return benefit satisfies never;
  }
};

const spread = (total: Money, over: readonly Money[], increment: number): Money[] =>
  allocate(
    total,
    over.map(({ amount }) => amount),
    increment,
  );

/** Of every `buy + get` items, `get` are free, the cheapest first. */
const cheapestFree = (lines: readonly PricedLine[], buy: number, get: number): Money[] => {
  const items = lines.reduce((count, { quantity }) => count + quantity, 0);
  let left = Math.floor(items / (buy + get)) * get;
  const free = lines.map(() => 0);
  const byPrice = lines.map(({ item, quantity }, index) => ({ index, quantity, price: item.price.amount }));
  for (const { index, quantity } of byPrice.sort((a, b) => a.price - b.price || a.index - b.index)) {
    free[index] = Math.min(left, quantity);
    left -= free[index];
  }
  return lines.map(({ item }, index) => times(item.price, free[index] ?? 0));
};
