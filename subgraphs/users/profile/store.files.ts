import type { FileStore } from '../../../kernel/files.ts';
import { keepPicture, readPicture, removePicture } from '../../../kernel/images.ts';
import { pictureUrl } from '../../../kernel/picture.ts';
import type { Pictures } from './ports.ts';

export const filePictures = (files: FileStore, publicUrl: string): Pictures => ({
  read: readPicture,
  keep: (read) => keepPicture(files, read),
  remove: (picture) => removePicture(files, picture),
  url: (picture, size) => pictureUrl(publicUrl, 'users', picture, size),
});
