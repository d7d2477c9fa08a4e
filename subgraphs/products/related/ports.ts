import type { Product } from '../catalogue/product.ts';
import type { Candidate } from './alike.ts';

export type RelatedPorts = Readonly<{
  candidates: {
    /** Whatever is sold and shares something with any of these products. */
    of(products: readonly Product[]): Promise<readonly Candidate[]>;
  };
}>;
