import type { FileStore } from './files.ts';
import { newId } from './ids.ts';
import { lane } from './lane.ts';
import { done, type Outcome, refuse } from './outcome.ts';
import {
  EDGES,
  type ImageSize,
  type Picture,
  type PictureFormat,
  pictureKey,
  pictureKeys,
  renditionsOf,
} from './picture.ts';
import { loadSharp, type Sharp } from './sharp.ts';

const MAX_BYTES = 10_000_000;
const MAX_PIXELS = 50_000_000;

/** The accepted formats, detected by content, and the format that each is encoded as. */
const FORMATS: Readonly<Record<string, PictureFormat>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/apng': 'png',
  'image/gif': 'png',
  'image/webp': 'webp',
  'image/avif': 'webp',
};
const CONTENT_TYPES = { jpg: 'image/jpeg', png: 'image/png', webp: 'image/webp' } as const;

/** Few bodies are held and fewer decoded at a time: a decoded picture takes up to 200 MB. */
const bodies = lane(12, 24);
const decoders = lane(2, 12);

/** A picture with all its files, encoded and ready to be kept. */
export type ReadPicture = Readonly<{ picture: Picture; files: readonly PictureFile[] }>;
type PictureFile = Readonly<{ key: string; bytes: Uint8Array; contentType: string }>;
type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Reads what claims to be a picture: its type by content, decoded whole, turned upright, stripped of metadata, encoded anew in all sizes. */
export const readPicture = (source: Bytes): Promise<Outcome<ReadPicture>> =>
  bodies(async () => {
    const bytes = await readUpTo(source, MAX_BYTES);
    if (bytes === null)
      return refuse('FILE_TOO_LARGE', `A picture may have at most ${MAX_BYTES / 1_000_000} MB.`, ['file']);
    const format = await formatOf(bytes);
    if (format === null)
      return refuse('FILE_TYPE_UNSUPPORTED', 'This is no JPEG, PNG, WebP, AVIF or GIF picture.', ['file']);
    return decoders(() => decode(bytes, format).then(done, refuseBroken));
  });

/** Keeps all files of a picture, or none. */
export const keepPicture = async (store: FileStore, { picture, files }: ReadPicture): Promise<Picture> => {
  try {
    for (const { key, bytes, contentType } of files) await store.put(key, bytes, contentType);
    return picture;
  } catch (error) {
    await removePicture(store, picture).catch(() => undefined);
    throw error;
  }
};

export const removePicture = (store: FileStore, picture: Picture): Promise<void> =>
  store.delete(pictureKeys(picture));

/** All bytes, or null as soon as there are more than allowed; what is left of the source is not read. */
const readUpTo = async (source: Bytes, limit: number): Promise<Buffer | null> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const formatOf = async (bytes: Buffer): Promise<PictureFormat | null> => {
  const { fileTypeFromBuffer } = await import('file-type');
  const type = await fileTypeFromBuffer(bytes);
  return (type && FORMATS[type.mime]) ?? null;
};

/** Whatever the decoder says of a picture, to its sender it is broken or too large. */
const refuseBroken = () =>
  refuse(
    'IMAGE_INVALID',
    `This picture is broken, or has more than ${MAX_PIXELS / 1_000_000} million pixels.`,
    ['file'],
  );

const decode = async (bytes: Buffer, format: PictureFormat): Promise<ReadPicture> => {
  const sharp = await loadSharp();
  const upright = (edge: number): Sharp =>
    within(sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' }).autoOrient(), edge);
  const original = await encode(upright(EDGES.ORIGINAL), format);
  const picture: Picture = {
    id: newId('file'),
    width: original.info.width,
    height: original.info.height,
    format,
  };
  const { data, info } = await upright(EDGES.LARGE).raw().toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  const files: PictureFile[] = [
    { key: pictureKey(picture, 'ORIGINAL'), bytes: original.data, contentType: CONTENT_TYPES[format] },
  ];
  for (const size of smallerThan(picture)) {
    const rendition = await encode(within(sharp(data, { raw }), EDGES[size]), 'webp');
    files.push({ key: pictureKey(picture, size), bytes: rendition.data, contentType: CONTENT_TYPES.webp });
  }
  return { picture, files };
};

const smallerThan = (picture: Picture): ImageSize[] =>
  renditionsOf(picture).filter((size) => size !== 'ORIGINAL');

const within = (image: Sharp, edge: number): Sharp =>
  image.resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true }).toColourspace('srgb');

/** Encoding removes metadata by default. */
const encode = (image: Sharp, format: PictureFormat) =>
  (format === 'jpg'
    ? image.jpeg({ quality: 88 })
    : format === 'png'
      ? image.png({ compressionLevel: 8 })
      : image.webp({ quality: 82, effort: 3 })
  ).toBuffer({ resolveWithObject: true });
