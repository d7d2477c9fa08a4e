import { z } from 'zod';
import type { ProductSort } from '../../../generated/products/types.ts';

/** A field that a list is in order by; the last resort is always the id, upwards. */
export type SortKey = Readonly<{
  field: 'score' | 'entry.newest' | 'entry.priceMin' | 'entry.priceMax' | 'entry.title' | 'stars' | 'reviews' | 'sold';
  down: boolean;
}>;
export type Order = Readonly<{ name: string; keys: readonly SortKey[] }>;

const ORDERS: Readonly<Record<ProductSort, readonly SortKey[]>> = {
  RELEVANCE: [{ field: 'score', down: true }],
  NEWEST: [{ field: 'entry.newest', down: true }],
  PRICE_ASC: [{ field: 'entry.priceMin', down: false }],
  PRICE_DESC: [{ field: 'entry.priceMax', down: true }],
  TITLE: [{ field: 'entry.title', down: false }],
  RATING: [
    { field: 'stars', down: true },
    { field: 'reviews', down: true },
  ],
  BEST_SELLING: [{ field: 'sold', down: true }],
};

/** Without a query nothing is more relevant than another, so the newest come first. */
export const orderOf = (sort: ProductSort, hasQuery: boolean): Order => {
  const name = sort === 'RELEVANCE' && !hasQuery ? 'NEWEST' : sort;
  return { name, keys: ORDERS[name] };
};

/** Where a row lies in its order: its values of the order's keys, and its id. */
export type Place = readonly (string | number)[];

export const placeSchema = ({ keys }: Order): z.ZodType<Place> =>
  z
    .array(z.union([z.string().max(1_000), z.number()]))
    .refine((place) => place.length === keys.length + 1 && place.every(isOfItsKey(keys)));

const isOfItsKey = (keys: readonly SortKey[]) => (value: string | number, index: number) =>
  (typeof value === 'string') === (index === keys.length || keys[index]?.field === 'entry.title');
