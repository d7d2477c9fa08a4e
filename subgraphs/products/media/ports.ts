import type { Outcome } from '../../../kernel/outcome.ts';
import type { ImageSize, Picture } from '../../../kernel/picture.ts';

export type MediaPorts = Readonly<{
  pictures: {
    url(picture: Picture, size: ImageSize): string;
    /** Reads, checks and keeps what claims to be a picture, in all sizes. */
    take(bytes: AsyncIterable<Uint8Array>): Promise<Outcome<Picture>>;
    remove(picture: Picture): Promise<void>;
  };
}>;
