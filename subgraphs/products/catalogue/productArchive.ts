import { readId } from '../../../kernel/ids.ts';
import { done, type Outcome } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import type { Product } from './product.ts';

/** Takes a product off sale; archiving it again changes nothing. */
export const productArchive =
  ({ products, now }: Pick<Ports, 'products' | 'now'>) =>
  (id: string): Promise<Outcome<Product>> =>
    products.change(readId('prod', id), (product) =>
      done({ ...product, status: 'ARCHIVED', updatedAt: now() }),
    );
