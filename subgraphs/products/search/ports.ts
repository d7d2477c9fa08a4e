import type { ProductId } from '../../../kernel/ids.ts';
import type { Row } from './row.ts';

export type SearchPorts = Readonly<{
  search: {
    /** Every product as lists see it, whatever its status: with all that this process has changed, and what others have a moment ago. */
    rows(): Promise<readonly Row[]>;
    /** The products that have all of these terms, and what the terms count for each. */
    scores(terms: readonly string[]): Promise<ReadonlyMap<ProductId, number>>;
  };
}>;
