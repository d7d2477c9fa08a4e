import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileStore } from './fileStore.ts';
import { fileRoutes } from './files.http.ts';
import { type FileStore, typeOfKey } from './files.ts';

let dir: string;
let store: FileStore;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'plexus-files-'));
  store = fileStore({ DATA_DIR: dir, FILES_S3_REGION: 'us-east-1' }, 'products');
  await store.ready();
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const bytesOf = async (key: string): Promise<Buffer | null> => {
  const file = await store.get(key);
  return file && buffer(file.body);
};
const leftovers = async (): Promise<string[]> =>
  (await readdir(dir, { recursive: true })).filter((name) => name.endsWith('.part'));

test('what was put is got, with its type and size', async () => {
  await store.put('a-1.webp', Buffer.from('picture'), 'image/webp');
  const file = await store.get('a-1.webp');
  expect(file).toMatchObject({ size: 7, contentType: 'image/webp' });
  expect(file && (await buffer(file.body)).toString()).toBe('picture');
});

test('a stream is kept whole', async () => {
  await store.put('s.pdf', Readable.from([Buffer.from('one '), Buffer.from('two')]), 'application/pdf');
  expect(String(await bytesOf('s.pdf'))).toBe('one two');
});

test('a stream that breaks leaves nothing behind', async () => {
  const breaking = Readable.from(
    (async function* () {
      yield Buffer.from('half');
      throw new Error('the sender went away');
    })(),
  );
  await expect(store.put('half.pdf', breaking, 'application/pdf')).rejects.toThrow('went away');
  expect(await store.get('half.pdf')).toBeNull();
  expect(await leftovers()).toEqual([]);
});

test('what is deleted is gone, and deleting it again is no fault', async () => {
  await store.put('gone.png', Buffer.from('x'), 'image/png');
  await store.delete(['gone.png']);
  await store.delete(['gone.png']);
  expect(await store.get('gone.png')).toBeNull();
});

const NOT_KEYS = [
  '../../etc/passwd',
  '..',
  'a\0.png',
  `${'a'.repeat(5000)}.png`,
  'CON',
  'a/b.png',
  '.png',
  'a.svg',
  'a.html',
  'A.png',
  '\u202egnp.png',
  '',
];

test('H04: what is no key of the server reaches no path', async () => {
  for (const key of NOT_KEYS) {
    expect(typeOfKey(key), key).toBeNull();
    await expect(store.get(key)).rejects.toThrow('no key');
    await expect(store.put(key, Buffer.from('x'), 'image/png')).rejects.toThrow('no key');
    await expect(store.delete([key])).rejects.toThrow('no key');
  }
});

test('a type that does not fit the key is refused', async () => {
  await expect(store.put('a.png', Buffer.from('x'), 'text/html')).rejects.toThrow('does not fit');
});

const served = async (path: string, headers: Record<string, string> = {}) => {
  const [route] = fileRoutes(store);
  const server = createServer((request, response) => {
    const groups = route?.path.exec(request.url ?? '');
    if (route && groups) void route.handle(request, response, groups.slice(1));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, {
      headers,
    });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text: await response.text(),
    };
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

test('a public file is served for ever, and can neither run nor be taken for something else', async () => {
  await store.put('served.webp', Buffer.from('picture'), 'image/webp');
  const response = await served('/files/served.webp');
  expect(response).toMatchObject({ status: 200, text: 'picture' });
  expect(response.headers).toMatchObject({
    'content-type': 'image/webp',
    'content-length': '7',
    'x-content-type-options': 'nosniff',
    'cache-control': 'public, max-age=31536000, immutable',
    etag: '"served.webp"',
    'content-security-policy': expect.stringContaining('sandbox'),
  });
});

test('who has the file already is told so', async () => {
  await store.put('known.webp', Buffer.from('picture'), 'image/webp');
  const { etag = '' } = (await served('/files/known.webp')).headers;
  expect(await served('/files/known.webp', { 'if-none-match': etag })).toMatchObject({
    status: 304,
    text: '',
  });
});

test('H04: paths, unknown keys and the folder itself are not found', async () => {
  for (const path of [
    '/files/',
    '/files/unknown.webp',
    '/files/..%2f..%2fetc%2fpasswd',
    '/files/a%00.png',
    '/files/%2e%2e',
  ]) {
    expect((await served(path)).status, path).toBe(404);
  }
});
