import type { ProductFilter } from '../../../generated/products/types.ts';
import { badInput } from '../../../kernel/errors.ts';
import type { CategoryId } from '../../../kernel/ids.ts';
import { isStaff, type Viewer } from '../../../kernel/viewer.ts';
import { bySlug, type Tree } from '../catalogue/category.ts';
import type { ProductStatus } from '../catalogue/product.ts';
import { optionField } from './searchDocument.ts';
import { fold, type Readings, readingsOf, wordsOf } from './words.ts';

const MAX_QUERY = 64;
const MAX_CHOICES = 64;
const LITTLE_WORDS: ReadonlySet<string> = new Set([
  'a',
  'an',
  'and',
  'by',
  'for',
  'in',
  'of',
  'on',
  'or',
  'the',
  'to',
  'with',
]);

/** What products have to fit; null: anything. The parts that a facet counts are apart, since each ignores its own. */
export type SearchCriteria = Readonly<{
  /** All terms of one of these readings; null without a query. */
  terms: Readings | null;
  statuses: readonly ProductStatus[];
  /** A place in the tree that the list is of. */
  within: CategoryId | null;
  categories: readonly CategoryId[] | null;
  brands: readonly string[] | null;
  tags: readonly string[] | null;
  /** Folded values by the field of the option. */
  options: ReadonlyMap<string, readonly string[]>;
  price: PriceBounds | null;
  inStock: boolean | null;
  ratingMin: number | null;
}>;
export type PriceBounds = Readonly<{ currency: string; min: number | null; max: number | null }>;

type Asked = Readonly<{ query?: string | null | undefined; filter?: ProductFilter | null | undefined }>;

/** Reads a query and a filter; what has no sense is BAD_USER_INPUT, what is unknown finds nothing. */
export const parseCriteria = (
  viewer: Viewer,
  { query, filter }: Asked,
  tree: Tree,
  within: CategoryId | null,
): SearchCriteria => ({
  terms: readQuery(query),
  statuses: isStaff(viewer) && filter?.statuses ? filter.statuses : ['ACTIVE'],
  within,
  categories:
    choices('categories', filter?.categories)?.flatMap((slug) => bySlug(tree, slug)?.id ?? []) ?? null,
  brands: choices('brands', filter?.brands)?.map(fold) ?? null,
  tags: choices('tags', filter?.tags)?.map(fold) ?? null,
  options: readOptions(choices('options', filter?.options) ?? []),
  price: readPrice(filter),
  inStock: filter?.inStock ?? null,
  ratingMin: filter?.ratingMin ?? null,
});

/** Words that were typed, at most 64 characters. */
export const readTyped = (name: string, text: string): string[] => wordsOf(checked(name, text));

const checked = (name: string, text: string): string => {
  if (text.length > MAX_QUERY) throw badInput(`${name} may have at most ${MAX_QUERY} characters.`);
  return text;
};

const readQuery = (query: string | null | undefined): Readings | null =>
  query == null || query.trim() === ''
    ? null
    : readingsOf(checked('query', query), (word) => LITTLE_WORDS.has(word));

const choices = <T>(name: string, all: readonly T[] | null | undefined): readonly T[] | null => {
  if (all == null || all.length === 0) return null;
  if (all.length > MAX_CHOICES) throw badInput(`filter.${name} may have at most ${MAX_CHOICES} values.`);
  return all;
};

const readOptions = (options: readonly { name: string; value: string }[]): Map<string, string[]> => {
  const byField = new Map<string, string[]>();
  for (const { name, value } of options)
    byField.set(optionField(name), [...(byField.get(optionField(name)) ?? []), fold(value)]);
  return byField;
};

const readPrice = (filter: ProductFilter | null | undefined): PriceBounds | null => {
  const [min, max] = [filter?.priceMin ?? null, filter?.priceMax ?? null];
  const currency = min?.currency ?? max?.currency;
  if (currency === undefined) return null;
  if (min && max && min.currency !== max.currency)
    throw badInput('priceMin and priceMax are of one currency.');
  return { currency, min: min?.amount ?? null, max: max?.amount ?? null };
};
