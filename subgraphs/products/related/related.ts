import { badInput } from '../../../kernel/errors.ts';
import type { ProductId } from '../../../kernel/ids.ts';
import type { Product } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';
import { alike } from './alike.ts';

const MAX_RELATED = 20;

/** Of each product the others that are sold and go with it, those that share most first. */
export const relatedTo =
  ({ search }: Pick<Ports, 'search'>) =>
  async (products: readonly Product[]): Promise<ProductId[][]> => {
    const sold = (await search.rows()).filter(({ status }) => status === 'ACTIVE');
    return products.map((product) => alike(product, sold, MAX_RELATED));
  };

export const readRelated = (first: number): number => {
  if (!Number.isInteger(first) || first < 1 || first > MAX_RELATED)
    throw badInput(`first must be 1 to ${MAX_RELATED}.`);
  return first;
};
