import type { FileStore } from '../../../kernel/files.ts';
import { EDGES, pictureKey, renditionsOf } from '../../../kernel/picture.ts';
import { loadSharp } from '../../../kernel/sharp.ts';
import { PLACEHOLDER, PLACEHOLDER_SVG } from './media.ts';

/** Draws the placeholder in all sizes into a file store that has none yet. */
export const keepPlaceholder = async (files: FileStore): Promise<void> => {
  const known = await files.get(pictureKey(PLACEHOLDER, 'ORIGINAL'));
  known?.body.destroy();
  if (known) return;
  const sharp = await loadSharp();
  for (const size of renditionsOf(PLACEHOLDER)) {
    const edge = Math.min(EDGES[size], PLACEHOLDER.width);
    const drawn = await sharp(Buffer.from(PLACEHOLDER_SVG))
      .resize(edge, edge)
      .webp({ quality: 90 })
      .toBuffer();
    await files.put(pictureKey(PLACEHOLDER, size), drawn, 'image/webp');
  }
};
