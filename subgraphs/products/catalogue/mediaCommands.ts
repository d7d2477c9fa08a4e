import type { ProductMediaReorderInput, ProductMediaUploadInput } from '../../../generated/products/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse, refuseAll } from '../../../kernel/outcome.ts';
import { textFault } from '../check.ts';
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import type { Media, Product } from './product.ts';

const MAX_MEDIA = LIMITS.media;

/** Adds a picture to a product, as the last. */
export const productMediaUpload =
  ({ products, pictures, now }: Pick<Ports, 'products' | 'pictures' | 'now'>) =>
  async ({ productId, file, alt }: ProductMediaUploadInput): Promise<Outcome<Media>> => {
    const id = readId('prod', productId);
    const faults = alt == null ? [] : textFault('The description of the picture', alt, 500, ['alt']);
    if (faults.length) return refuseAll(faults);
    const [product] = await products.find([id]);
    if (!product) return refuse('NOT_FOUND', 'There is no such product.', ['productId']);
    const taken = await pictures.take((await file).bytes);
    if (!taken.ok) return taken;
    const media = { ...taken.value, alt: alt?.trim() ?? null };
    const saved = await products.change(id, (current) =>
      current.media.length < MAX_MEDIA
        ? done({ ...current, media: [...current.media, media], updatedAt: now() })
        : refuse('LIMIT_EXCEEDED', `A product has at most ${MAX_MEDIA} pictures.`, ['productId']),
    );
    if (saved.ok) return done(media);
    await pictures.remove(media);
    return saved;
  };

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
