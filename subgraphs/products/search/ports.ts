import type { ProductId } from '../../../kernel/ids.ts';
import type { Row } from './searchRow.ts';
import type { Readings } from './words.ts';

export type SearchPorts = Readonly<{
  search: {
    /** Every product as lists see it, whatever its status: with all that this process has changed, and what others have a moment ago. */
    rows(): Promise<readonly Row[]>;
    /** The products that have all terms of a reading, and what the terms of their best reading count for each. */
    scores(readings: Readings): Promise<ReadonlyMap<ProductId, number>>;
  };
}>;
