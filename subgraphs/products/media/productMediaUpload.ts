import type { ProductMediaUploadInput } from '../../../generated/products/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse, refuseAll } from '../../../kernel/outcome.ts';
import type { Media } from '../catalogue/product.ts';
import { textFault } from '../check.ts';
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';

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
