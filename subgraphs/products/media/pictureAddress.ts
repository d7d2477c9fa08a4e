import type { ImageSize } from '../../../kernel/picture.ts';
import type { Media, VariantOf } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';

/** Where a picture is fetched. */
export const pictureAddress =
  ({ pictures }: Pick<Ports, 'pictures'>) =>
  (picture: Media, size: ImageSize): string =>
    pictures.url(picture, size);

/** A variant is shown by the main picture of its product. */
export const pictureOf = ({ product }: VariantOf): Media | null => product.media[0] ?? null;
