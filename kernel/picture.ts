import type { Id } from './ids.ts';

/** A picture as a subgraph keeps it: which file, and what the original measures. */
export type Picture = Readonly<{ id: Id<'file'>; width: number; height: number; format: PictureFormat }>;
export type PictureFormat = 'jpg' | 'png' | 'webp';

/** The longest edge of each rendition, as the schema's `ImageSize` has it. */
export const EDGES = { THUMBNAIL: 160, SMALL: 480, MEDIUM: 1024, LARGE: 2048, ORIGINAL: 4096 } as const;
export type ImageSize = keyof typeof EDGES;

type Sized = Pick<Picture, 'width' | 'height'>;

/** The renditions that are made of a picture: those smaller than it, and itself. */
export const renditionsOf = ({ width, height }: Sized): ImageSize[] =>
  (Object.keys(EDGES) as ImageSize[]).filter(
    (size) => size === 'ORIGINAL' || EDGES[size] < Math.max(width, height),
  );

/** The file behind a picture in a size; nothing is enlarged, so that large sizes of a small picture are its original. */
export const pictureKey = (picture: Picture, size: ImageSize): string =>
  size !== 'ORIGINAL' && renditionsOf(picture).includes(size)
    ? `${picture.id}-${EDGES[size]}.webp`
    : `${picture.id}.${picture.format}`;

/** All files of a picture, to be deleted with it. */
export const pictureKeys = (picture: Picture): string[] =>
  renditionsOf(picture).map((size) => pictureKey(picture, size));

/** Where clients fetch a picture of a subgraph: the router passes it through. */
export const pictureUrl = (publicUrl: string, subgraph: string, picture: Picture, size: ImageSize): string =>
  `${new URL(publicUrl).origin}/files/${subgraph}/${pictureKey(picture, size)}`;
