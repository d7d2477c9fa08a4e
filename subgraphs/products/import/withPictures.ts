import type { Media, Product } from '../catalogue/product.ts';
import type { ProductDraft } from './draft.ts';

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
