import { add, allocate, fraction, type Money, money, sum } from '../../../kernel/money.ts';

/** A line of one rate: what is taxed of its items and of its share of the shipping, and the tax on both. */
export type TaxedLine = Readonly<{ net: Money; shipping: Money; tax: Money }>;

/**
 * The part of each line's tax that is for its share of the shipping. In all it is the tax on the shipping, rounded once; no line's
 * part is more than its tax. All are multiples of `step`, as the taxes are.
 */
export const shippingTaxes = (lines: readonly TaxedLine[], currency: string, step = 1): Money[] => {
  const tax = sum(
    lines.map((line) => line.tax),
    currency,
  );
  const shipping = sum(
    lines.map((line) => line.shipping),
    currency,
  );
  const base = lines.reduce((all, line) => add(all, line.net), shipping);
  if (base.amount === 0) return lines.map(() => money(0, currency));
  const parts = allocate(
    fraction(tax, shipping.amount, base.amount, step),
    lines.map((line) => line.shipping.amount),
    step,
  );
  return capped(
    parts,
    lines.map((line) => line.tax),
  );
};

/** What is over a line's limit goes to the lines that have room, the first ones first. */
const capped = (parts: readonly Money[], limits: readonly Money[]): Money[] => {
  let over = parts.reduce(
    (all, part, index) => all + Math.max(0, part.amount - (limits[index]?.amount ?? 0)),
    0,
  );
  return parts.map((part, index) => {
    const limit = limits[index]?.amount ?? 0;
    if (part.amount >= limit) return money(limit, part.currency);
    const more = Math.min(over, limit - part.amount);
    over -= more;
    return money(part.amount + more, part.currency);
  });
};
