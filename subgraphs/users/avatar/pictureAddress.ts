import type { ImageSize, Picture } from '../../../kernel/picture.ts';
import type { Ports } from '../ports.ts';

/** Where a picture is fetched. */
export const pictureAddress =
  ({ pictures }: Pick<Ports, 'pictures'>) =>
  (picture: Picture, size: ImageSize): string =>
    pictures.url(picture, size);
