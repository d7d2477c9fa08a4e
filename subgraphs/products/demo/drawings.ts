import type { FileStore } from '../../../kernel/files.ts';
import { keepPicture, readPicture } from '../../../kernel/images.ts';
import { loadSharp } from '../../../kernel/sharp.ts';
import type { Media } from '../catalogue/product.ts';
import { COLOURS, type DemoProduct } from './demoProduct.ts';
import { scene } from './scene.ts';

const MAX_PICTURES = 2;

/** Draws a product in its first colours and keeps the pictures, as if staff had uploaded them. Two of each: a shop opens in seconds. */
export const drawings =
  (files: FileStore) =>
  (product: DemoProduct, wall: string): Promise<readonly Media[]> =>
    Promise.all(
      product.colours.slice(0, MAX_PICTURES).map((colour) => drawing(files, product, colour, wall)),
    );

const drawing = async (
  files: FileStore,
  { shape, title }: DemoProduct,
  colour: keyof typeof COLOURS,
  wall: string,
): Promise<Media> => {
  const sharp = await loadSharp();
  const bytes = await sharp(Buffer.from(scene(shape, COLOURS[colour], wall)))
    .jpeg({ quality: 94 })
    .toBuffer();
  const read = await readPicture([bytes]);
  if (!read.ok) throw new Error(`The picture of ${title} cannot be read.`);
  return { ...(await keepPicture(files, read.value)), alt: `${title} in ${colour.toLowerCase()}` };
};
