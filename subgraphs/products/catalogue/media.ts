import type { ImageSize } from '../../../kernel/picture.ts';
import type { Ports } from '../ports.ts';
import type { Media, Product, VariantOf } from './product.ts';

/** Where a picture is fetched. */
export const pictureAddress =
  ({ pictures }: Pick<Ports, 'pictures'>) =>
  (picture: Media, size: ImageSize): string =>
    pictures.url(picture, size);

/** A variant's own picture, as long as the product has it; or else the product's main one. */
export const pictureOf = ({ product: { media }, variant }: VariantOf): Media | null =>
  media.find(({ id }) => id === variant.imageId) ?? media[0] ?? null;

/** What a product without pictures is shown by, so that no list of a frontend has a hole in it. */
export const PLACEHOLDER: Media = {
  id: 'file_00000000000000000000000000',
  width: 1024,
  height: 1024,
  format: 'webp',
  alt: null,
};

/** A product's pictures, in their order; the placeholder where there are none. */
export const shownMedia = ({ media }: Pick<Product, 'media'>): readonly Media[] =>
  media.length > 0 ? media : [PLACEHOLDER];

/** An empty picture frame in the shop's colours. */
export const PLACEHOLDER_SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1024 1024">
  <rect width="1024" height="1024" fill="#eceae5"/>
  <g fill="none" stroke="#b9b4a9" stroke-width="18" stroke-linejoin="round" stroke-linecap="round">
    <rect x="262" y="312" width="500" height="400" rx="36"/>
    <circle cx="410" cy="440" r="46"/>
    <path d="M300 672 452 540 552 626 648 520 724 600"/>
  </g>
</svg>`;
