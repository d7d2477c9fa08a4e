import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { readPicture } from '../../../kernel/images.ts';
import { isPublicAddress, publicFetch } from './pictures.fetch.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const serving = async (handler: RequestListener): Promise<{ port: number; asked: () => number }> => {
  let asked = 0;
  const server = createServer((request, response) => handler(request, response));
  server.on('connection', () => asked++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return { port: (server.address() as AddressInfo).port, asked: () => asked };
};
const fetching = (...given: Parameters<typeof publicFetch>) => {
  const fetcher = publicFetch(...given);
  closing.push(() => fetcher.close());
  return fetcher;
};

test('G09: addresses in our own networks are told from those of the internet, however they are written', () => {
  const ours = [
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '0.0.0.0',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
  ];
  const ours6 = [
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'ff02::1',
  ];
  for (const address of [...ours, ...ours6, 'localhost', ''])
    expect(isPublicAddress(address), address).toBe(false);
  for (const address of ['8.8.8.8', '172.32.0.1', '2606:4700::1111'])
    expect(isPublicAddress(address), address).toBe(true);
});

test('G09: no address of a picture reaches a server in here, and none is asked', async () => {
  const { port, asked } = await serving((_, response) => response.end('secret'));
  const { get } = fetching();
  const hosts = [
    '127.0.0.1',
    '[::1]',
    'localhost',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '[::ffff:127.0.0.1]',
    '169.254.169.254',
  ];
  for (const host of hosts)
    await expect(get(`http://${host}:${port}/x.png`), host).rejects.toThrow(
      /private network|not known|does not answer/,
    );
  for (const address of ['file:///etc/passwd', 'gopher://127.0.0.1/'])
    await expect(get(address)).rejects.toThrow('neither http nor https');
  expect(asked()).toBe(0);
});

test('G09: a redirect to a private address is not followed', async () => {
  const inner = await serving((_, response) => response.end('secret'));
  const outer = await serving((_, response) =>
    response.writeHead(302, { location: `http://127.0.0.1:${inner.port}/` }).end(),
  );
  let looked = 0;
  const { get } = fetching(() => looked++ === 0);
  await expect(get(`http://127.0.0.1:${outer.port}/x.png`)).rejects.toThrow('private network');
  expect(inner.asked()).toBe(0);
});

/** A name server that answers otherwise each time it is asked. */
const turncoat = (...answers: readonly (readonly string[])[]) => {
  let asked = 0;
  const resolve: Parameters<typeof publicFetch>[1] = (_, __, found) =>
    found(
      null,
      (answers[Math.min(asked++, answers.length - 1)] ?? []).map((address) => ({ address, family: 4 })),
    );
  return { resolve, asked: () => asked };
};

test('G09: a name that leads elsewhere after it was checked leads nowhere: what was checked is what is connected to', async () => {
  const shop = await serving((_, response) => response.end('picture'));
  const other = await serving((_, response) => response.end('secret'));
  const rebinding = turncoat(['127.0.0.1'], ['10.0.0.1']);
  const { get } = fetching((address) => address === '127.0.0.1', rebinding.resolve);
  expect(String(await buffer(Readable.from(await get(`http://pictures.example:${shop.port}/x.png`))))).toBe(
    'picture',
  );
  expect(rebinding.asked()).toBe(1);
  await expect(get(`http://pictures.example:${other.port}/x.png`)).rejects.toThrow('private network');
  expect(other.asked()).toBe(0);
});

test('G09: a name with a private address among its public ones is refused, and so is one that turns public later', async () => {
  const inner = await serving((_, response) => response.end('secret'));
  for (const answers of [[['8.8.8.8', '127.0.0.1']], [['127.0.0.1'], ['8.8.8.8']]]) {
    const { get } = fetching(undefined, turncoat(...answers).resolve);
    await expect(get(`http://pictures.example:${inner.port}/x.png`)).rejects.toThrow('private network');
  }
  expect(inner.asked()).toBe(0);
});

test('a picture is fetched through a few redirects, not through many', async () => {
  const { port } = await serving((request, response) => {
    const left = Number(request.url?.slice(1));
    if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end();
    else response.end('picture');
  });
  const { get } = fetching(() => true);
  expect(String(await buffer(Readable.from(await get(`http://127.0.0.1:${port}/3`))))).toBe('picture');
  await expect(get(`http://127.0.0.1:${port}/4`)).rejects.toThrow('redirected too often');
});

test('a picture without end is read up to the limit, and its connection is broken', async () => {
  const { port } = await serving((_, response) => {
    const more = (): void =>
      void response.write(Buffer.alloc(1_000_000), () => (response.destroyed ? undefined : more()));
    more();
  });
  const read = await readPicture(await fetching(() => true).get(`http://127.0.0.1:${port}/x.png`));
  expect(read).toMatchObject({ ok: false, refusals: [{ code: 'FILE_TOO_LARGE' }] });
});

test('what is not there is said to be not there', async () => {
  const { port } = await serving((_, response) => response.writeHead(404).end());
  await expect(fetching(() => true).get(`http://127.0.0.1:${port}/x.png`)).rejects.toThrow(
    'its server answers 404',
  );
});
