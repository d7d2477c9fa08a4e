import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Resource } from './lifecycle.ts';

/** A file's name: made by the server alone, of letters, digits, `_` and `-`, with the ending of a type that is served. */
export type FileKey = string;
export type StoredFile = Readonly<{ body: Readable; size: number; contentType: string }>;

/** Where files are kept. A key is written once and its content never changes; a new content is a new key. */
export type FileStore = Resource & {
  put(key: FileKey, body: Uint8Array | Readable, contentType: string): Promise<void>;
  get(key: FileKey): Promise<StoredFile | null>;
  delete(keys: readonly FileKey[]): Promise<void>;
};

/** The endings that are served, and what each is; all else is no key. */
const TYPES: Readonly<Record<string, string>> = {
  webp: 'image/webp',
  jpg: 'image/jpeg',
  png: 'image/png',
  pdf: 'application/pdf',
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
};

const KEY = /^[a-z0-9](?:[a-z0-9_-]{0,118})\.([a-z]{3,4})$/;

/** The content type that a key stands for; null where it is no key of ours, whatever it is. */
export const typeOfKey = (key: string): string | null => {
  const ending = KEY.exec(key)?.[1];
  return (ending !== undefined && Object.hasOwn(TYPES, ending) && TYPES[ending]) || null;
};

/** The content type of a key that the server made; anything else is a bug, and reaches no store. */
export const checkedType = (key: FileKey): string => {
  const type = typeOfKey(key);
  if (type === null) throw new Error('This is no key of a file.');
  return type;
};

/** Where files go: a folder below DATA_DIR, or a bucket of any S3-compatible store (`https://host/bucket`). */
export const filesEnv = z.object({
  FILES_S3_URL: z.url({ protocol: /^https?$/ }).optional(),
  FILES_S3_REGION: z.string().default('us-east-1'),
  FILES_S3_ACCESS_KEY_ID: z.string().optional(),
  FILES_S3_SECRET_ACCESS_KEY: z.string().optional(),
});
export type FilesEnv = z.infer<typeof filesEnv>;
