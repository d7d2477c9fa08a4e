import type { CategoryId } from '../../../kernel/ids.ts';
import type { EntryVariant } from './entry.ts';
import type { PriceBounds, Wanted } from './wanted.ts';

/** What facets count of a product that fits the query. */
export type Row = Readonly<{
  path: readonly CategoryId[];
  brand: string | null;
  tags: readonly string[];
  options: readonly Readonly<{ name: string; values: readonly string[] }>[];
  variants: readonly EntryVariant[];
  foldedBrand: string | null;
  foldedTags: readonly string[];
  stars: number;
  inStock: boolean;
}>;

/** Whether a row fits the filter; the store asks the same of its documents, in its own words. */
export const fits = (row: Row, wanted: Wanted): boolean =>
  anyOf(wanted.categories, row.path) &&
  anyOf(wanted.brands, row.foldedBrand === null ? [] : [row.foldedBrand]) &&
  anyOf(wanted.tags, row.foldedTags) &&
  (wanted.inStock === null || row.inStock === wanted.inStock) &&
  (wanted.ratingMin === null || row.stars >= wanted.ratingMin) &&
  (!hasVariantRules(wanted) || row.variants.some((variant) => variantFits(variant, wanted)));

export const hasVariantRules = ({ options, price }: Wanted): boolean => options.size > 0 || price !== null;

/** Options and price have to hold of one and the same variant. */
export const variantFits = (variant: EntryVariant, { options, price }: Pick<Wanted, 'options' | 'price'>): boolean =>
  [...options].every(([field, values]) => values.includes(variant.options[field] ?? '')) && (price === null || priceFits(variant, price));

const priceFits = ({ currency, amount }: EntryVariant, bounds: PriceBounds): boolean =>
  currency === bounds.currency && amount >= (bounds.min ?? Number.NEGATIVE_INFINITY) && amount <= (bounds.max ?? Number.POSITIVE_INFINITY);

const anyOf = <T>(wanted: readonly T[] | null, all: readonly T[]): boolean => wanted === null || wanted.some((one) => all.includes(one));
