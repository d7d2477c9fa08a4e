import type { SalesReportBy } from '../../../generated/orders/types.ts';
import { badInput } from '../../../kernel/errors.ts';
import { type Money, money } from '../../../kernel/money.ts';

/** What was sold and refunded, for a period or a subject. `ref` is the period, product id or category slug. */
export type Sales = Readonly<{
  ref: string;
  orders: number;
  units: number;
  gross: number;
  discounts: number;
  shipping: number;
  tax: number;
  total: number;
  refunds: number;
}>;
export type Span = Readonly<{ from: Date; to: Date; currency: string }>;
export type Named = Readonly<{ key: string; id: string | null }>;

export type ReportRow = Named &
  Readonly<{
    orders: number;
    units: number;
    gross: Money;
    discounts: Money;
    shipping: Money;
    tax: Money;
    refunds: Money;
    net: Money;
  }>;
export type Report = Readonly<{ currency: string; rows: readonly ReportRow[]; totals: ReportRow }>;

const MAX_SPAN_MS = 20 * 366 * 86_400_000;

/** Refuses a period that is empty or too long. */
export const checkTime = (from: Date, to: Date): void => {
  if (from >= to) throw badInput('from must be before to.');
  if (to.getTime() - from.getTime() > MAX_SPAN_MS) throw badInput('A report covers at most 20 years.');
};

/** A row of the report. `net` is what was paid minus what was refunded. */
export const rowOf = (
  { orders, units, total, ...sales }: Sales,
  { key, id }: Named,
  currency: string,
): ReportRow => {
  const amount = (value: number): Money => money(value, currency);
  return {
    key,
    id,
    orders,
    units,
    gross: amount(sales.gross),
    discounts: amount(sales.discounts),
    shipping: amount(sales.shipping),
    tax: amount(sales.tax),
    refunds: amount(sales.refunds),
    net: amount(total - sales.refunds),
  };
};

export const noSales = (ref: string): Sales => ({
  ref,
  orders: 0,
  units: 0,
  gross: 0,
  discounts: 0,
  shipping: 0,
  tax: 0,
  total: 0,
  refunds: 0,
});

/** Periods in chronological order, products and categories by net sales. */
export const sortRows = (by: SalesReportBy, rows: readonly ReportRow[]): ReportRow[] =>
  [...rows].sort((a, b) =>
    isThing(by) ? b.net.amount - a.net.amount || compare(a.key, b.key) : compare(a.key, b.key),
  );

export const isThing = (by: SalesReportBy): by is 'PRODUCT' | 'CATEGORY' =>
  by === 'PRODUCT' || by === 'CATEGORY';

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
