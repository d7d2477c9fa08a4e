import { badInput } from '../../../kernel/errors.ts';
import type { Product } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';

const MAX_RELATED = 20;

/** Other products that are sold and share most with this one: categories first, then tags, then the brand. */
export const related =
  ({ search }: Pick<Ports, 'search'>) =>
  async (product: Product, first: number): Promise<readonly Product[]> => {
    if (!Number.isInteger(first) || first < 1 || first > MAX_RELATED) throw badInput(`first must be 1 to ${MAX_RELATED}.`);
    return search.alike(product, first);
  };
