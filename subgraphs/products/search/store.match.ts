import type { Filter } from 'mongodb';
import type { ProductDocument } from '../store.database.ts';
import { hasVariantRules } from './fits.ts';
import type { PriceBounds, Wanted } from './wanted.ts';

type Match = Filter<ProductDocument>;

/** The query, the statuses and the place in the tree: what facets do not choose. A query without a word finds nothing. */
export const matchQuery = ({ terms, statuses, within }: Wanted): Match => ({
  $and: [
    { status: statuses.length === 1 ? statuses[0] : { $in: [...statuses] } },
    ...(terms ?? []).map((term) => ({ 'entry.all': term })),
    ...(terms?.length === 0 ? [{ _id: { $in: [] } }] : []),
    ...(within ? [{ 'entry.path': within }] : []),
  ] as Match[],
});

/** The filter as well; `fits` asks the same of a row. */
export const matchAll = (wanted: Wanted): Match => ({
  $and: [
    matchQuery(wanted),
    ...anyOf('entry.path', wanted.categories),
    ...anyOf('entry.brand', wanted.brands),
    ...anyOf('entry.tags', wanted.tags),
    ...(wanted.inStock === null ? [] : [{ 'stocked.yes': wanted.inStock ? true : { $ne: true } }]),
    ...(wanted.ratingMin === null ? [] : [{ stars: { $gte: wanted.ratingMin } }]),
    ...(hasVariantRules(wanted) ? [{ 'entry.variants': { $elemMatch: variantMatch(wanted) } }] : []),
  ] as Match[],
});

const anyOf = (field: string, values: readonly string[] | null): Match[] =>
  values === null ? [] : [{ [field]: { $in: [...values] } } as Match];

/** Options and price have to hold of one and the same variant. */
const variantMatch = ({ options, price }: Wanted): object => ({
  ...Object.fromEntries([...options].map(([field, values]) => [`options.${field}`, { $in: [...values] }])),
  ...(price ? { currency: price.currency, amount: bounds(price) } : {}),
});

const bounds = ({ min, max }: PriceBounds): object => ({
  $gte: min ?? Number.MIN_SAFE_INTEGER,
  ...(max === null ? {} : { $lte: max }),
});
