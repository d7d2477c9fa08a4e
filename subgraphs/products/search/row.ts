import type { CategoryId, ProductId } from '../../../kernel/ids.ts';
import { optionsOf, type Product, type ProductStatus } from '../catalogue/product.ts';
import { type Entry, type EntryVariant, optionField } from './entry.ts';
import { fold } from './words.ts';

/** An option with the field that it is found by, and its values with what they are compared by. */
export type RowOption = Readonly<{
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
  Readonly<{ stars: number; reviews: number; entry: Omit<Entry, 'points' | 'all'> }>;

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
