import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, type FileHandle, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { unavailable } from './errors.ts';
import { checkedType, type FileKey, type FileStore } from './files.ts';

/** Files in folders below DATA_DIR, 256 of them, so that none grows without end. */
export const localFiles = (dataDir: string, subgraph: string): FileStore => {
  const root = resolve(dataDir, 'files', subgraph);
  const pathOf = (key: FileKey) =>
    join(root, createHash('sha256').update(key).digest('hex').slice(0, 2), key);
  return {
    name: 'files',
    put: async (key, body, contentType) => {
      if (checkedType(key) !== contentType)
        throw new Error('The ending of the key does not fit the content type.');
      await write(pathOf(key), body);
    },
    get: async (key) => {
      const contentType = checkedType(key);
      const file = await openIfThere(pathOf(key));
      return file && { body: file.createReadStream(), size: (await file.stat()).size, contentType };
    },
    delete: async (keys) => {
      for (const key of keys) checkedType(key);
      await Promise.all(keys.map((key) => rm(pathOf(key), { force: true })));
    },
    ready: async () => {
      await mkdir(root, { recursive: true });
      await access(root, constants.W_OK);
    },
    close: async () => undefined,
  };
};

const openIfThere = async (path: string): Promise<FileHandle | null> => {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
};

/** Whole or not at all: written beside, forced to the disk, then renamed. */
const write = async (path: string, body: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> => {
  const part = `${path}.${randomUUID()}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(part, 'wx');
    await fill(file, body);
    await rename(part, path);
    await forceNames(dirname(path));
  } catch (error) {
    await rm(part, { force: true });
    throw ['ENOSPC', 'EDQUOT', 'EROFS'].includes(codeOf(error)) ? unavailable('file', error) : error;
  }
};

const fill = async (file: FileHandle, body: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> => {
  try {
    await writeFile(file, body);
    await file.sync();
  } finally {
    await file.close();
  }
};

/** A rename is durable only once its folder is. */
const forceNames = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
