import type { ImageSize } from '../../../kernel/picture.ts';
import type { Media, VariantOf } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';

/** Where a picture is fetched. */
export const pictureAddress =
  ({ pictures }: Pick<Ports, 'pictures'>) =>
  (picture: Media, size: ImageSize): string =>
    pictures.url(picture, size);

/** A variant's own picture, as long as the product has it; or else the product's main one. */
export const pictureOf = ({ product: { media }, variant }: VariantOf): Media | null =>
  media.find(({ id }) => id === variant.imageId) ?? media[0] ?? null;
