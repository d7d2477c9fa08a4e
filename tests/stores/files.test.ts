import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import { fileStore } from '../../kernel/fileStore.ts';
import type { FileStore } from '../../kernel/files.ts';

const KEY_ID = 'test-key';
const objects = new Map<string, { bytes: Buffer; type: string }>();

/** As much of S3's REST API as files need; a request that is not signed, or says no length, is refused as S3 refuses it. */
const s3 = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { method, headers } = request;
  const key = new URL(request.url ?? '/', 'http://s3').pathname;
  const refuse = (status: number, code: string) =>
    response
      .writeHead(status, { 'content-type': 'application/xml' })
      .end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
  const bytes = await buffer(request);
  if (!headers.authorization?.startsWith(`AWS4-HMAC-SHA256 Credential=${KEY_ID}/`))
    return void refuse(403, 'AccessDenied');
  if (method === 'HEAD') return void response.end();
  if (method === 'PUT') {
    if (headers['content-length'] === undefined) return void refuse(411, 'MissingContentLength');
    objects.set(key, { bytes, type: headers['content-type'] ?? '' });
    return void response.end();
  }
  if (method === 'DELETE') {
    objects.delete(key);
    return void response.writeHead(204).end();
  }
  const found = objects.get(key);
  if (!found) return void refuse(404, 'NoSuchKey');
  response
    .writeHead(200, { 'content-type': found.type, 'content-length': found.bytes.length })
    .end(found.bytes);
};

const dir = await mkdtemp(join(tmpdir(), 'plexus-files-'));
const server = createServer((request, response) => void s3(request, response));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
const bucket = (at: number) => ({
  DATA_DIR: dir,
  FILES_S3_URL: `http://127.0.0.1:${at}/plexus`,
  FILES_S3_REGION: 'eu-central-1',
  FILES_S3_ACCESS_KEY_ID: KEY_ID,
  FILES_S3_SECRET_ACCESS_KEY: 'test-secret',
});
const stores: Readonly<Record<string, FileStore>> = {
  'a folder': fileStore({ DATA_DIR: dir, FILES_S3_REGION: 'us-east-1' }, 'products'),
  'a bucket': fileStore(bucket(port), 'products'),
};
afterAll(async () => {
  for (const store of Object.values(stores)) await store.close();
  server.closeAllConnections();
  server.close();
  await rm(dir, { recursive: true, force: true });
});

describe.each(Object.keys(stores))('files in %s', (name) => {
  const store = stores[name] as FileStore;
  const read = async (key: string): Promise<string | null> => {
    const file = await store.get(key);
    return file && String(await buffer(file.body));
  };

  test('what was put is got with its type and size, bytes as well as a stream', async () => {
    await store.ready();
    await store.put('a.png', Buffer.from('picture'), 'image/png');
    await store.put('b.pdf', Readable.from([Buffer.from('one '), Buffer.from('two')]), 'application/pdf');
    expect([await read('a.png'), await read('b.pdf')]).toEqual(['picture', 'one two']);
    const file = await store.get('b.pdf');
    expect(file).toMatchObject({ size: 7, contentType: 'application/pdf' });
    file?.body.destroy();
  });

  test('what is not there, or not any more, is null', async () => {
    await store.put('gone.png', Buffer.from('x'), 'image/png');
    await store.delete(['gone.png', 'never.png']);
    expect([await read('gone.png'), await read('never.png')]).toEqual([null, null]);
  });

  test('H04: no key leads out of the store', async () => {
    for (const key of ['../users/a.png', '..%2fa.png', '/a.png', 'a/b.png', ''])
      await expect(store.get(key)).rejects.toThrow('no key');
  });
});

test('a bucket keeps the files of each subgraph apart', () => {
  expect([...objects.keys()].every((key) => key.startsWith('/plexus/products/'))).toBe(true);
});

test('I12: a bucket that does not answer, or refuses, is an outage that tells nothing of its address', async () => {
  const closed = fileStore(bucket(1), 'products');
  const stranger = fileStore({ ...bucket(port), FILES_S3_ACCESS_KEY_ID: 'stranger' }, 'products');
  for (const store of [closed, stranger]) {
    const refused = await store.put('a.png', Buffer.from('x'), 'image/png').catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: expect.not.stringContaining('127.0.0.1'),
    });
    await expect(store.ready()).rejects.toThrow();
    await store.close();
  }
});

test('I07: a bucket that accepts and never answers is an outage in the end', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const store = fileStore(bucket((silent.address() as AddressInfo).port), 'products');
  await expect(store.put('a.png', Buffer.from('x'), 'image/png')).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
  });
  await store.close();
  silent.closeAllConnections();
  silent.close();
});
