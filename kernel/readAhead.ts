import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** How long a file waits for its reader before it is read ahead. */
const WAIT_MS = 100;

/** Takes what is to be done when the request is over. */
export type AtEnd = (run: () => void) => void;
type Source = () => AsyncIterable<Uint8Array>;

const sources = new WeakMap<Readable, Source>();

const direct = (file: Readable): AsyncIterable<Uint8Array> =>
  file.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;

/** The bytes of a file of a multipart request, from the request or from where they were kept meanwhile. */
export const bytesFrom = (file: Readable): AsyncIterable<Uint8Array> =>
  (sources.get(file) ?? (() => direct(file)))();

/**
 * Files of a request come one behind the other, in any order. One that nobody reads would keep those behind it from being reached, so
 * after a moment it is read into a temporary file without a name, which goes when the request is over.
 */
export const readAhead = (file: Readable, atEnd: AtEnd): void => {
  const timer = setTimeout(() => {
    const kept = keep(file, atEnd);
    kept.catch(() => undefined);
    sources.set(file, () => reread(kept));
  }, WAIT_MS);
  sources.set(file, () => {
    clearTimeout(timer);
    return direct(file);
  });
  atEnd(() => clearTimeout(timer));
};

const keep = async (file: Readable, atEnd: AtEnd): Promise<FileHandle> => {
  const path = join(tmpdir(), `plexus-upload-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  atEnd(() => void handle.close().catch(() => undefined));
  await unlink(path);
  await pipeline(file, async (chunks: AsyncIterable<Uint8Array>) => {
    for await (const chunk of chunks) await handle.appendFile(chunk);
  });
  return handle;
};

const reread = async function* (kept: Promise<FileHandle>): AsyncGenerator<Uint8Array> {
  const handle = await kept;
  yield* handle.createReadStream({ start: 0, autoClose: false }) as AsyncIterable<Uint8Array>;
};
