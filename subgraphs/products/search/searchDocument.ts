import type { CategoryId } from '../../../kernel/ids.ts';
import { pathOf, type Tree } from '../catalogue/category.ts';
import { optionsOf, type Product, priceOf, priceRange } from '../catalogue/product.ts';
import { fold, stem, suggestedBy, termsOf } from './words.ts';

/** What a word found in a field counts for the order of the results. */
const WEIGHTS = { title: 16, sku: 12, brand: 8, tags: 6, categories: 4, options: 3, description: 1 } as const;
type SearchedField = keyof typeof WEIGHTS;
const SEARCHED = Object.keys(WEIGHTS) as SearchedField[];

const MAX_TERMS = 400;

/** `options`: folded values by the field of the option. */
export type EntryVariant = Readonly<{
  options: Readonly<Record<string, string>>;
  currency: string;
  amount: number;
}>;

/** What is kept with a product to find it by: made anew whenever it is saved. */
export type SearchDocument = Readonly<{
  /** Folded and stemmed terms of all fields, and by the field of each what it counts: the weights of those that have it. */
  all: readonly string[];
  points: Readonly<Record<string, number>>;
  /** Folded words of title and brand, as they are typed. */
  words: readonly string[];
  /** Its categories and all above them. */
  path: readonly CategoryId[];
  brand: string | null;
  tags: readonly string[];
  variants: readonly EntryVariant[];
  /** What it is put in order by. */
  title: string;
  newest: number;
  priceMin: number;
  priceMax: number;
}>;

/** The field that an option is kept in: its folded name, in letters that no store takes for anything else. */
export const optionField = (name: string): string => `o${Buffer.from(fold(name)).toString('base64url')}`;

export const entryOf = (product: Product, tree: Tree): SearchDocument => {
  const path = pathOf(tree, product.categoryIds);
  const terms = fieldTerms(
    product,
    path.map(({ name }) => name),
  );
  const { min, max } = priceRange(product);
  return {
    all: [...new Set(SEARCHED.flatMap((field) => terms[field]))],
    points: pointsOf(terms),
    words: [...new Set([...suggestedBy(product.title), ...suggestedBy(product.brand ?? '')])],
    path: path.map(({ id }) => id),
    brand: product.brand && fold(product.brand),
    tags: product.tags.map(fold),
    variants: product.variants.map((variant) => ({
      options: Object.fromEntries(
        variant.selectedOptions.map(({ name, value }) => [optionField(name), fold(value)]),
      ),
      ...priceOf(variant),
    })),
    title: fold(product.title),
    newest: product.createdAt.getTime(),
    priceMin: min.amount,
    priceMax: max.amount,
  };
};

/** The field that a term's points are kept in: letters and digits, which no store takes for anything else. */
export const pointField = (term: string): string => `t${term}`;

const pointsOf = (terms: Record<SearchedField, string[]>): Record<string, number> => {
  const points: Record<string, number> = {};
  for (const field of SEARCHED)
    for (const term of terms[field])
      points[pointField(term)] = (points[pointField(term)] ?? 0) + WEIGHTS[field];
  return points;
};

const fieldTerms = (product: Product, categories: readonly string[]): Record<SearchedField, string[]> => ({
  title: termsOf(product.title, true),
  sku: [
    ...new Set(
      product.variants.flatMap(({ sku }) => [
        ...termsOf(sku),
        stem(fold(sku).replace(/[^\p{L}\p{N}]+/gu, '')),
      ]),
    ),
  ],
  brand: termsOf(product.brand ?? ''),
  tags: termsOf(product.tags.join(' ')),
  categories: termsOf(categories.join(' ')),
  options: termsOf(
    optionsOf(product)
      .flatMap(({ values }) => values)
      .join(' '),
  ),
  description: termsOf(product.description).slice(0, MAX_TERMS),
});
