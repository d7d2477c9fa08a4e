import { z } from 'zod';
import type { ProductSort } from '../../../generated/products/types.ts';
import type { Row, Scores } from './searchRow.ts';

/** A field that a list is in order by; the last resort is always the id, upwards. */
type SortKey = Readonly<{
  field: 'score' | 'newest' | 'priceMin' | 'priceMax' | 'title' | 'stars' | 'reviews' | 'sold';
  down: boolean;
}>;
type Order = Readonly<{ name: string; keys: readonly SortKey[] }>;

const ORDERS: Readonly<Record<ProductSort, readonly SortKey[]>> = {
  RELEVANCE: [{ field: 'score', down: true }],
  NEWEST: [{ field: 'newest', down: true }],
  PRICE_ASC: [{ field: 'priceMin', down: false }],
  PRICE_DESC: [{ field: 'priceMax', down: true }],
  TITLE: [{ field: 'title', down: false }],
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
type Place = readonly (string | number)[];
export type Placed = Readonly<{ row: Row; place: Place }>;

export const placeSchema = ({ keys }: Order): z.ZodType<Place> =>
  z
    .array(z.union([z.string().max(1_000), z.number()]))
    .refine((place) => place.length === keys.length + 1 && place.every(isOfItsKey(keys)));

const isOfItsKey = (keys: readonly SortKey[]) => (value: string | number, index: number) =>
  (typeof value === 'string') === (index === keys.length || keys[index]?.field === 'title');

/** The first rows behind a place, in order. */
export const firstOf = (
  rows: readonly Row[],
  order: Order,
  scores: Scores,
  after: Place | null,
  limit: number,
): Placed[] => {
  const compare = comparing(order);
  const placed = rows.map((row) => ({ row, place: placeOf(row, order, scores) }));
  const behind = after ? placed.filter(({ place }) => compare(place, after) > 0) : placed;
  return topOf(behind, (one, other) => compare(one.place, other.place), limit);
};

const placeOf = (row: Row, { keys }: Order, scores: Scores): Place => [
  ...keys.map(({ field }) => (field === 'score' ? (scores?.get(row.id) ?? 0) : row[field])),
  row.id,
];

type Compare = (a: Place, b: Place) => number;

const comparing =
  ({ keys }: Order): Compare =>
  (a, b) => {
    for (const [at, value] of a.entries()) {
      const other = b[at] ?? '';
      if (value !== other) return value < other === (keys[at]?.down ?? false) ? 1 : -1;
    }
    return 0;
  };

/** The first of all in an order; no more are put in order than are asked for. */
export const topOf = <T>(all: Iterable<T>, compare: (a: T, b: T) => number, limit: number): T[] => {
  const first: T[] = [];
  for (const each of all) {
    const last = first.at(-1);
    if (first.length === limit && last !== undefined && compare(each, last) >= 0) continue;
    first.splice(indexFor(first, each, compare), 0, each);
    if (first.length > limit) first.pop();
  }
  return first;
};

const indexFor = <T>(first: readonly T[], each: T, compare: (a: T, b: T) => number): number => {
  let [low, high] = [0, first.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(first[middle] as T, each) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};
