import type { ProductId } from '../../../kernel/ids.ts';
import type { EntryVariant } from './entry.ts';
import type { Row } from './row.ts';
import type { PriceBounds, Wanted } from './wanted.ts';

/** How well products fit the words of a query; null without one. */
export type Scores = ReadonlyMap<ProductId, number> | null;

/** The query, the statuses and the place in the tree: what facets do not choose. */
export const fitsQuery = (
  row: Row,
  { statuses, within }: Pick<Wanted, 'statuses' | 'within'>,
  scores: Scores,
): boolean =>
  (scores === null || scores.has(row.id)) &&
  statuses.includes(row.status) &&
  (within === null || row.path.includes(within));

/** Whether a row fits the filter. */
export const fits = (row: Row, wanted: Wanted): boolean =>
  anyOf(wanted.categories, row.path) &&
  anyOf(wanted.brands, row.foldedBrand === null ? [] : [row.foldedBrand]) &&
  anyOf(wanted.tags, row.foldedTags) &&
  (wanted.inStock === null || row.inStock === wanted.inStock) &&
  (wanted.ratingMin === null || row.stars >= wanted.ratingMin) &&
  (!hasVariantRules(wanted) || row.variants.some((variant) => variantFits(variant, wanted)));

const hasVariantRules = ({ options, price }: Wanted): boolean => options.size > 0 || price !== null;

/** Options and price have to hold of one and the same variant. */
export const variantFits = (
  variant: EntryVariant,
  { options, price }: Pick<Wanted, 'options' | 'price'>,
): boolean => {
  for (const [field, values] of options) if (!values.includes(variant.options[field] ?? '')) return false;
  return price === null || priceFits(variant, price);
};

export const priceFits = ({ currency, amount }: EntryVariant, bounds: PriceBounds): boolean =>
  currency === bounds.currency &&
  amount >= (bounds.min ?? Number.NEGATIVE_INFINITY) &&
  amount <= (bounds.max ?? Number.POSITIVE_INFINITY);

const anyOf = <T>(wanted: readonly T[] | null, all: readonly T[]): boolean =>
  wanted === null || wanted.some((one) => all.includes(one));
