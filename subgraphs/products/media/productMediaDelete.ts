import { readId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Product } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';

/** Takes a picture from a product; its files go once no page shows it. */
export const productMediaDelete =
  ({ products, pictures, now }: Pick<Ports, 'products' | 'pictures' | 'now'>) =>
  async (productId: string, imageId: string): Promise<Outcome<Product>> => {
    const [id, pictureId] = [readId('prod', productId), readId('file', imageId)];
    const [before] = await products.find([id]);
    const picture = before?.media.find((each) => each.id === pictureId);
    if (!picture) return refuse('NOT_FOUND', 'The product has no such picture.', ['imageId']);
    const saved = await products.change(id, (product) => {
      const media = product.media.filter((each) => each.id !== pictureId);
      return done({ ...product, media, updatedAt: now() });
    });
    if (saved.ok) await pictures.remove(picture);
    return saved;
  };
