import { add, allocate, fraction, type Money, money, sum, zero } from '../../../kernel/money.ts';
import { regionAndAbove } from '../../../kernel/regions.ts';

/** `rate` is in thousandths of a percent: 19% is 19000, 8.875% is 8875. The rates of a country are either all included in prices or all added. */
export type TaxRate = Readonly<{
  country: string;
  region: string | null;
  /** The slug of a category; null for all items. */
  category: string | null;
  rate: number;
  included: boolean;
  onShipping: boolean;
}>;
type Taxable = Readonly<{ net: Money; categories: readonly string[] }>;
type Place = Readonly<{ country: string; region: string | null }>;
/** The tax of each line, and the part of it that is the line's share of the tax on shipping. */
export type Taxes = Readonly<{ included: boolean; perLine: readonly Money[]; onShipping: readonly Money[] }>;

const RATE_SCALE = 100_000;
const NONE: Omit<TaxRate, 'country' | 'region' | 'category'> = { rate: 0, included: true, onShipping: false };

/**
 * The tax of each line, with its share of the tax on shipping. Shipping is allocated to the lines by their net amounts and taxed
 * at their rates. The tax of all lines of a rate is rounded once and split by largest remainder, so the lines add up to it. Added
 * tax is charged, so it is a multiple of `increment`.
 */
export const taxesOf = (
  lines: readonly Taxable[],
  shipping: Money,
  rates: readonly TaxRate[],
  place: Place | null,
  increment = 1,
): Taxes => {
  const local = place ? localRates(rates, place) : [];
  const included = local.every(({ rate }) => rate.included);
  const step = included ? 1 : increment;
  const shares = allocate(
    shipping,
    lines.map(({ net }) => net.amount),
  );
  const bases = lines.map(({ net, categories }, index) => {
    const rate = rateOf(categories, local) ?? NONE;
    const share = rate.onShipping ? (shares[index] ?? zero(net.currency)) : zero(net.currency);
    return { rate: rate.rate, net, share, base: add(net, share) };
  });
  const perLine = roundedOnce(bases, included, shipping.currency, step);
  return { included, perLine, onShipping: onShippingOf(bases, perLine, shipping.currency, step) };
};

type Base = Readonly<{ rate: number; net: Money; share: Money; base: Money }>;

const onShippingOf = (
  bases: readonly Base[],
  taxes: readonly Money[],
  currency: string,
  step: number,
): Money[] => {
  const parts = bases.map(() => zero(currency));
  for (const rate of new Set(bases.map((line) => line.rate))) {
    const of = bases.flatMap((line, index) => (line.rate === rate ? [index] : []));
    const lines = of.map((index) => taxedLine(bases[index], taxes[index] ?? zero(currency)));
    for (const [place, part] of shippingTaxes(lines, currency, step).entries()) parts[of[place] ?? 0] = part;
  }
  return parts;
};

const taxedLine = (base: Base | undefined, tax: Money): TaxedLine => ({
  net: base?.net ?? zero(tax.currency),
  shipping: base?.share ?? zero(tax.currency),
  tax,
});

/** The rate of each line, and whether shipping is taxed with it. */
export const ratesOf = (
  lines: readonly Pick<Taxable, 'categories'>[],
  rates: readonly TaxRate[],
  place: Place,
) => {
  const local = localRates(rates, place);
  return lines.map(({ categories }) => rateOf(categories, local) ?? NONE);
};

type LocalRate = Readonly<{ rate: TaxRate; near: number }>;

/** The rates that apply at a place. `near` ranks them: the smallest region first, the country last. */
const localRates = (rates: readonly TaxRate[], { country, region }: Place): LocalRate[] => {
  const regions =
    region === null ? [] : regionAndAbove(country, region.trim()).map((code) => code.toUpperCase());
  return rates.flatMap((rate) => {
    const at = rate.region === null ? regions.length : regions.indexOf(rate.region.toUpperCase());
    return rate.country === country && at >= 0 ? [{ rate, near: regions.length - at }] : [];
  });
};

/** The most specific rate: region before country, category before all items, and the lower of two categories. */
const rateOf = (categories: readonly string[], local: readonly LocalRate[]): TaxRate | undefined =>
  local
    .filter(({ rate: { category } }) => category === null || categories.includes(category))
    .sort(
      (a, b) =>
        b.near - a.near ||
        Number(b.rate.category !== null) - Number(a.rate.category !== null) ||
        a.rate.rate - b.rate.rate,
    )[0]?.rate;

const roundedOnce = (
  lines: readonly Readonly<{ rate: number; base: Money }>[],
  included: boolean,
  currency: string,
  step: number,
): Money[] => {
  const taxes = lines.map(() => zero(currency));
  for (const rate of new Set(lines.map((line) => line.rate))) {
    const bases = lines.map((line) => (line.rate === rate ? line.base : zero(currency)));
    const tax = fraction(sum(bases, currency), rate, included ? RATE_SCALE + rate : RATE_SCALE, step);
    const parts = allocate(
      tax,
      bases.map(({ amount }) => amount),
      step,
    );
    for (const [index, part] of parts.entries()) taxes[index] = add(taxes[index] ?? zero(currency), part);
  }
  return taxes;
};

/** A line of one rate: the taxed amounts of its items and of its share of the shipping, and the tax on both. */
export type TaxedLine = Readonly<{ net: Money; shipping: Money; tax: Money }>;

/**
 * The part of each line's tax that is for its share of the shipping. The parts add up to the tax on the shipping, rounded once. No
 * part exceeds its line's tax, and all are multiples of `step`, like the taxes.
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

/** Moves what exceeds a line's limit to the lines that have room, in order. */
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
