import type { Product } from '../catalogue/product.ts';
import type { Row } from './fits.ts';
import type { Order, Place } from './order.ts';
import type { Wanted } from './wanted.ts';

export type Found = Readonly<{ product: Product; place: Place }>;

export type SearchPorts = Readonly<{
  search: {
    /** What is wanted, in order, from behind a place; `limit` of it. */
    find(wanted: Wanted, order: Order, after: Place | null, limit: number): Promise<readonly Found[]>;
    count(wanted: Wanted): Promise<number>;
    /** What facets count: all that fits the query, whatever the filter. */
    rows(wanted: Wanted): Promise<readonly Row[]>;
    /** Products that are sold and have all the words, and one that begins with the last. */
    startingWith(words: readonly string[], prefix: string, limit: number): Promise<readonly Product[]>;
  };
}>;
