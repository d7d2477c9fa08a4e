import type { ReadPicture } from '../../../kernel/images.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { ImageSize, Picture } from '../../../kernel/picture.ts';

export type Pictures = Readonly<{
  /** What claims to be a picture, decoded, checked and encoded anew. */
  read(bytes: AsyncIterable<Uint8Array>): Promise<Outcome<ReadPicture>>;
  keep(read: ReadPicture): Promise<Picture>;
  remove(picture: Picture): Promise<void>;
  url(picture: Picture, size: ImageSize): string;
}>;
