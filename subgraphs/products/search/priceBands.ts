import { formatted, minorDigits, money } from '../../../kernel/money.ts';
import type { PriceBounds } from './searchCriteria.ts';

/** Where one band ends and the next begins, in whole units of a currency like the euro. */
const EDGES = [0, 10, 25, 50, 100, 250, 500, 1000];

/** A currency without cents has about a hundred times as large numbers. */
const edgesOf = (currency: string): number[] => {
  const digits = minorDigits(currency);
  return EDGES.map((edge) => edge * (digits === 0 ? 100 : 10 ** digits));
};

export type PriceBand = Readonly<{ value: string; label: string; bounds: PriceBounds }>;

/** Bands of prices to choose from. A band ends one minor unit below the next. */
export const priceBands = (currency: string): PriceBand[] => {
  const edges = edgesOf(currency);
  return edges.map((min, i) => {
    const next = edges[i + 1];
    const max = next === undefined ? null : next - 1;
    return {
      value: `${currency}:${min}-${max ?? ''}`,
      label: labelOf(currency, min, max),
      bounds: { currency, min, max },
    };
  });
};

const labelOf = (currency: string, min: number, max: number | null): string => {
  const from = formatted(money(min, currency));
  return max === null ? `${from} and more` : `${from} – ${formatted(money(max, currency))}`;
};
