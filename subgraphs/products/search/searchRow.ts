import type { CategoryId, ProductId } from '../../../kernel/ids.ts';
import { optionsOf, type Product, type ProductStatus } from '../catalogue/product.ts';
import type { PriceBounds, SearchCriteria } from './searchCriteria.ts';
import { type EntryVariant, optionField, type SearchDocument } from './searchDocument.ts';
import { fold } from './words.ts';

/** An option with the field that it is found by, and its values with what they are compared by. */
type RowOption = Readonly<{
  name: string;
  field: string;
  values: readonly Readonly<{ id: string; value: string }>[];
}>;

/** What lists, facets and suggestions look at of a product, and no more: it is kept in memory of all there are. */
export type Row = Readonly<{
  id: ProductId;
  status: ProductStatus;
  path: readonly CategoryId[];
  brand: string | null;
  tags: readonly string[];
  options: readonly RowOption[];
  variants: readonly EntryVariant[];
  foldedBrand: string | null;
  foldedTags: readonly string[];
  words: readonly string[];
  stars: number;
  reviews: number;
  inStock: boolean;
  sold: number;
  title: string;
  newest: number;
  priceMin: number;
  priceMax: number;
}>;

type Listed = Pick<Product, 'id' | 'status' | 'brand' | 'tags' | 'variants' | 'sold' | 'inStock'> &
  Readonly<{ stars: number; reviews: number; entry: Omit<SearchDocument, 'points' | 'all'> }>;

export const rowOf = ({ entry, variants, ...product }: Listed): Row => {
  const { path, brand: foldedBrand, tags: foldedTags, words, newest, priceMin, priceMax } = entry;
  const sorted = { title: entry.title, newest, priceMin, priceMax };
  const { id, status, brand, tags, sold, inStock, stars, reviews } = product;
  const own = { id, status, brand, tags, sold, inStock, stars, reviews };
  return {
    ...own,
    options: optionsIn(variants),
    variants: entry.variants,
    path,
    foldedBrand,
    foldedTags,
    words,
    ...sorted,
  };
};

const optionsIn = (variants: Listed['variants']): RowOption[] =>
  optionsOf({ variants }).map(({ name, values }) => ({
    name,
    field: optionField(name),
    values: values.map((value) => ({ id: fold(value), value })),
  }));

/** How well products fit the words of a query; null without one. */
export type Scores = ReadonlyMap<ProductId, number> | null;

/** The query, the statuses and the place in the tree: what facets do not choose. */
export const fitsQuery = (
  row: Row,
  { statuses, within }: Pick<SearchCriteria, 'statuses' | 'within'>,
  scores: Scores,
): boolean =>
  (scores === null || scores.has(row.id)) &&
  statuses.includes(row.status) &&
  (within === null || row.path.includes(within));

/** Whether a row fits the filter. */
export const matches = (row: Row, criteria: SearchCriteria): boolean =>
  anyOf(criteria.categories, row.path) &&
  anyOf(criteria.brands, row.foldedBrand === null ? [] : [row.foldedBrand]) &&
  anyOf(criteria.tags, row.foldedTags) &&
  (criteria.inStock === null || row.inStock === criteria.inStock) &&
  (criteria.ratingMin === null || row.stars >= criteria.ratingMin) &&
  (!hasVariantRules(criteria) || row.variants.some((variant) => variantFits(variant, criteria)));

const hasVariantRules = ({ options, price }: SearchCriteria): boolean => options.size > 0 || price !== null;

/** Options and price have to hold of one and the same variant. */
export const variantFits = (
  variant: EntryVariant,
  { options, price }: Pick<SearchCriteria, 'options' | 'price'>,
): boolean => {
  for (const [field, values] of options) if (!values.includes(variant.options[field] ?? '')) return false;
  return price === null || priceFits(variant, price);
};

export const priceFits = ({ currency, amount }: EntryVariant, bounds: PriceBounds): boolean =>
  currency === bounds.currency &&
  amount >= (bounds.min ?? Number.NEGATIVE_INFINITY) &&
  amount <= (bounds.max ?? Number.POSITIVE_INFINITY);

const anyOf = <T>(criteria: readonly T[] | null, all: readonly T[]): boolean =>
  criteria === null || criteria.some((one) => all.includes(one));
