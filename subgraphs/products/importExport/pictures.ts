import type { FileStore } from '../../../kernel/files.ts';
import { keepPicture, readPicture, removePicture } from '../../../kernel/images.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Media, Product } from '../catalogue/product.ts';
import { PictureUnreachable, type publicFetch } from './pictures.fetch.ts';
import type { PictureDraft, ProductDraft } from './productDraft.ts';
import type { Pictures } from './productImport.ts';

/** Brings pictures as staff would upload them: decoded, checked, stripped and encoded anew. */
export const pictures = (
  files: FileStore,
  { get }: Pick<ReturnType<typeof publicFetch>, 'get'>,
): Pictures => {
  const discard = async (media: readonly Media[]): Promise<void> => {
    for (const picture of media) await removePicture(files, picture);
  };
  const one = async ({ url, alt }: PictureDraft, at: number): Promise<Outcome<Media>> => {
    const bytes = await get(url).catch(asReason);
    if (typeof bytes === 'string')
      return refuse('INVALID', `The picture cannot be fetched: ${bytes}.`, ['pictures', at]);
    const read = await readPicture(bytes);
    if (read.ok) return done({ ...(await keepPicture(files, read.value)), alt });
    return { ok: false, refusals: read.refusals.map((refusal) => ({ ...refusal, field: ['pictures', at] })) };
  };
  return {
    discard,
    bring: async (drafts) => {
      const media: Media[] = [];
      for (const [at, draft] of drafts.entries()) {
        const outcome = await one(draft, at);
        if (outcome.ok) media.push(outcome.value);
        else {
          await discard(media);
          return outcome;
        }
      }
      return done(media);
    },
  };
};

const asReason = (error: unknown): string => {
  if (error instanceof PictureUnreachable) return error.message;
  throw error;
};

/** The product with the pictures of its draft, in their order, and each variant with the one that the file gives it. */
export const withPictures = (
  product: Product,
  { pictures, variants }: ProductDraft,
  media: readonly Media[],
): Product => {
  const byUrl = new Map(pictures.map(({ url }, at) => [url, media[at]?.id]));
  const bySku = new Map(
    variants.flatMap(({ sku, image }) => (image === null ? [] : [[sku, byUrl.get(image)] as const])),
  );
  return {
    ...product,
    media: [...product.media, ...media],
    variants: product.variants.map((variant) => {
      const imageId = bySku.get(variant.sku);
      return imageId ? { ...variant, imageId } : variant;
    }),
  };
};
