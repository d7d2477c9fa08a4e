import type { ProductUpdateInput } from '../../../generated/products/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuseAll } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { knownCategories } from './category.ts';
import type { Product } from './product.ts';
import { fieldFaults, withFields } from './productInput.ts';

export const productUpdate =
  (ports: Pick<Ports, 'products' | 'categories' | 'now'>) =>
  async ({ id, ...fields }: ProductUpdateInput): Promise<Outcome<Product>> => {
    const productId = readId('prod', id);
    const faults = fieldFaults(fields);
    if (faults.length) return refuseAll(faults);
    const known = await knownCategories(ports)(fields.categoryIds ?? []);
    if (!known.ok) return known;
    return ports.products.change(productId, (product) =>
      done({ ...withFields(product, fields), updatedAt: ports.now() }),
    );
  };

/** Takes a product off sale; archiving it again changes nothing. */
export const productArchive =
  ({ products, now }: Pick<Ports, 'products' | 'now'>) =>
  (id: string): Promise<Outcome<Product>> =>
    products.change(readId('prod', id), (product) =>
      done({ ...product, status: 'ARCHIVED', updatedAt: now() }),
    );
