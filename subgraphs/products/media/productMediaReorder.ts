import type { ProductMediaReorderInput } from '../../../generated/products/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Product } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';

/** Puts the pictures of a product in another order: all of them, each once. */
export const productMediaReorder =
  ({ products, now }: Pick<Ports, 'products' | 'now'>) =>
  async ({ productId, imageIds }: ProductMediaReorderInput): Promise<Outcome<Product>> => {
    const wanted = imageIds.map((id) => readId('file', id));
    return products.change(readId('prod', productId), (product) => {
      const media = wanted.flatMap((id) => product.media.find((each) => each.id === id) ?? []);
      const isAll = new Set(wanted).size === product.media.length && media.length === product.media.length;
      return isAll
        ? done({ ...product, media, updatedAt: now() })
        : refuse('INVALID', 'Name each picture of the product once.', ['imageIds']);
    });
  };
