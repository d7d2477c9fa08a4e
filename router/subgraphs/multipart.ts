import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { isUpload, type UploadedFile, uploadedFile } from '../../kernel/uploads.ts';
import { isRecord } from './subgraphAnswer.ts';

type Upload = Parameters<typeof uploadedFile>[0];
type Places = Map<Upload, string[]>;

/** An operation with files for a subgraph: as text where it has none, otherwise as a multipart body that is written while the files come in. */
export type Body = string | Readonly<{ contentType: string; stream: Readable }>;

export const bodyOf = (operations: Readonly<Record<string, unknown>>): Body => {
  const places: Places = new Map();
  const text = JSON.stringify(withoutFiles(operations, '', places));
  if (places.size === 0) return text;
  const boundary = `plexus-${randomUUID()}`;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    stream: Readable.from(parts(boundary, text, places), { objectMode: false }),
  };
};

/** The value with null in the place of each file, and those places noted. */
const withoutFiles = (value: unknown, path: string, places: Places): unknown => {
  if (isUpload(value)) {
    places.set(value, [...(places.get(value) ?? []), path]);
    return null;
  }
  const below = (key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);
  if (Array.isArray(value)) return value.map((inner, i) => withoutFiles(inner, below(i), places));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutFiles(inner, below(key), places)]),
  );
};

const parts = async function* (
  boundary: string,
  operations: string,
  places: Places,
): AsyncGenerator<Uint8Array | string> {
  const uploads = [...places.keys()];
  const map = Object.fromEntries(uploads.map((upload, i) => [String(i), places.get(upload)]));
  yield head(boundary, 'operations') + operations;
  yield head(boundary, 'map') + JSON.stringify(map);
  for await (const [upload, file] of inTurn(uploads)) {
    yield head(
      boundary,
      `${uploads.indexOf(upload)}"; filename="file`,
      'Content-Type: application/octet-stream\r\n',
    );
    yield* file.bytes;
  }
  yield `\r\n--${boundary}--\r\n`;
};

const head = (boundary: string, name: string, more = ''): string =>
  `\r\n--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n${more}\r\n`;

/** The files in the order in which they come. */
const inTurn = async function* (uploads: readonly Upload[]): AsyncGenerator<readonly [Upload, UploadedFile]> {
  const waiting = new Map(
    uploads.map((upload) => [upload, uploadedFile(upload, 'cut').then((file) => [upload, file] as const)]),
  );
  while (waiting.size > 0) {
    const next = await Promise.race(waiting.values());
    waiting.delete(next[0]);
    yield next;
  }
};
