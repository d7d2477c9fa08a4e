import { type Candidate, isUsedUp } from '../promotions/promotion.ts';
import type { DiscountValue } from './worth.ts';

const MAX_EXACT = 16;

/**
 * The combination that takes most off, where two promotions about the same item exclude each other. Exact for the sixteen
 * that are worth most: branch and bound, the larger first, so that of equal ones the first in order stays.
 */
export const bestCombination = (worths: readonly DiscountValue[]): DiscountValue[] => {
  const sorted = [...worths].sort(byValue).slice(0, MAX_EXACT);
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

/** Of two that take the same off, the one that the buyer does not use up: without limit, without code, the older. */
export const preferred = (a: Candidate, b: Candidate): number =>
  scarcity(a) - scarcity(b) || (a.id < b.id ? -1 : 1);

const scarcity = (promotion: Candidate): number =>
  Number(isUsedUp(promotion)) * 4 +
  Number(promotion.limit !== null || promotion.limitPerCustomer !== null) * 2 +
  Number(promotion.code !== null);
