import type { FileStore } from '../../../kernel/files.ts';
import { keepPicture, readPicture, removePicture } from '../../../kernel/images.ts';
import { done } from '../../../kernel/outcome.ts';
import { pictureUrl } from '../../../kernel/picture.ts';
import type { Ports } from '../ports.ts';

/** Pictures in a file store, fetched through the router. */
export const storedPictures = (files: FileStore, publicUrl: string): Ports['pictures'] => ({
  url: (picture, size) => pictureUrl(publicUrl, 'products', picture, size),
  take: async (bytes) => {
    const read = await readPicture(bytes);
    return read.ok ? done(await keepPicture(files, read.value)) : read;
  },
  remove: (picture) => removePicture(files, picture),
});
