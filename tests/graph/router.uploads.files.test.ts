import { spawn } from 'node:child_process';
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encode, type Sent, sendByHttp } from '../support/multipart.ts';
import { startWorld, type World } from './fixtures.ts';

let world: World;
const folder = mkdtempSync(join(tmpdir(), 'plexus-uploads-'));
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true });
});

const QUERY = 'mutation ($files: [Upload!]!) { digestUpload(files: $files) }';
const operations = (count: number) => ({ query: QUERY, variables: { files: Array(count).fill(null) } });
const mapOf = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [String(i + 1), [`variables.files.${i}`]]));
const multipart = (files: readonly Uint8Array[]) =>
  encode({
    operations: operations(files.length),
    map: mapOf(files.length),
    parts: files.map((bytes, i) => ({ name: String(i + 1), bytes })),
  });
const digest = (bytes: Uint8Array): string =>
  `${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`;
const expectTaken = ({ status, text }: Sent, files: readonly Uint8Array[]): void =>
  expect([status, JSON.parse(text)]).toEqual([200, { data: { digestUpload: files.map(digest) } }]);

/** The body as apollo-upload-client and a browser's form make it. */
const byFetch = async (files: readonly Uint8Array[]): Promise<Sent> => {
  const form = new FormData();
  form.append(
    'operations',
    JSON.stringify({ operationName: null, ...operations(files.length), extensions: {} }),
  );
  form.append('map', JSON.stringify(mapOf(files.length)));
  for (const [i, bytes] of files.entries())
    form.append(String(i + 1), new Blob([Uint8Array.from(bytes)]), 'a.png');
  const headers = { accept: '*/*', 'apollo-require-preflight': 'true' };
  const answer = await fetch(`${world.url}/graphql`, { method: 'POST', headers, body: form });
  return { status: answer.status, text: await answer.text() };
};

const byCurl = (files: readonly Uint8Array[]): Promise<Sent> => {
  const parts = files.flatMap((bytes, i) => {
    const path = join(folder, `${randomInt(2 ** 40)}`);
    writeFileSync(path, bytes);
    return ['-F', `${i + 1}=@${path};type=image/png`];
  });
  const fields = [
    '-F',
    `operations=${JSON.stringify(operations(files.length))}`,
    '-F',
    `map=${JSON.stringify(mapOf(files.length))}`,
  ];
  const args = [
    '-s',
    '-w',
    '\n%{http_code}',
    '-H',
    'apollo-require-preflight: 1',
    ...fields,
    ...parts,
    `${world.url}/graphql`,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn('curl', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.once('error', reject).once('close', () => {
      const at = text.lastIndexOf('\n');
      resolve({ status: Number(text.slice(at + 1)), text: text.slice(0, at) });
    });
  });
};

const CLIENTS: Readonly<Record<string, (files: readonly Uint8Array[]) => Promise<Sent>>> = {
  fetch: byFetch,
  curl: byCurl,
  'node:http in one piece': (files) => sendByHttp(world.url, multipart(files)),
  'node:http in pieces, chunked': (files) =>
    sendByHttp(world.url, multipart(files), { chunkBytes: 7_000, chunked: true }),
};
for (const [name, send] of Object.entries(CLIENTS)) {
  test(`R01: several files of one request sent by ${name} arrive whole`, async () => {
    const files = [30_000, 1, 90_000, 0, 70_000].map((size) => randomBytes(size));
    expectTaken(await send(files), files);
  });
}

test('R01: files that come in another order than they are needed arrive whole', async () => {
  const files = [200_000, 90_000, 300_000, 5].map((size) => randomBytes(size));
  const parts = files.map((bytes, i) => ({ name: String(i + 1), bytes })).reverse();
  const query =
    'mutation ($a: Upload!, $b: Upload!, $c: Upload!, $d: Upload!) { x: digestUpload(files: [$a, $b]) y: digestUpload(files: [$c, $d]) }';
  const variables = { a: null, b: null, c: null, d: null };
  const map = { 1: ['variables.a'], 2: ['variables.b'], 3: ['variables.c'], 4: ['variables.d'] };
  const { status, text } = await sendByHttp(
    world.url,
    encode({ operations: { query, variables }, map, parts }),
  );
  const [a, b, c, d] = files.map(digest);
  expect([status, JSON.parse(text)]).toEqual([200, { data: { x: [a, b], y: [c, d] } }]);
});

test('R01: an upload that is cut off at any place leaves the router and the subgraph at work', async () => {
  const { contentType, body } = multipart([randomBytes(120_000)]);
  const cutAt = (share: number): Promise<void> =>
    new Promise((resolve) => {
      const headers = {
        'content-type': contentType,
        'content-length': body.length,
        'apollo-require-preflight': '1',
      };
      const sending = request(`${world.url}/graphql`, { method: 'POST', headers });
      sending.once('error', () => undefined).once('close', () => resolve());
      sending.write(body.subarray(0, Math.floor(body.length * share)), () => sending.destroy());
    });
  for (const share of [0.01, 0.3, 0.6, 0.99]) await cutAt(share);
  const files = [randomBytes(50_000)];
  expectTaken(await sendByHttp(world.url, multipart(files)), files);
});

test('R01: a body that ends before its last boundary is refused, and nothing is done with its file', async () => {
  const { contentType, body } = multipart([randomBytes(50_000)]);
  const cut = { contentType, body: body.subarray(0, body.length - 8) };
  for (const chunked of [true, false]) {
    const { status, text } = await sendByHttp(world.url, cut, { chunked });
    expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([400, 'BAD_REQUEST']);
  }
});

test('C14: variables that are nested very deeply do not break a request with files', async () => {
  const deep = `${'['.repeat(40_000)}${']'.repeat(40_000)}`;
  const operations = `{"query":${JSON.stringify(QUERY)},"variables":{"files":[null],"deep":${deep}}}`;
  const form = new FormData();
  form.append('operations', operations);
  form.append('map', '{"1":["variables.files.0"]}');
  form.append('1', new Blob(['x']), 'a.png');
  const answer = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'apollo-require-preflight': '1' },
    body: form,
  });
  expectTaken({ status: answer.status, text: await answer.text() }, [Buffer.from('x')]);
});

test('C14: no more parts than the operation has files, and no more than ten, are taken', async () => {
  const small = randomBytes(10);
  const named = (names: readonly string[]) => names.map((name) => ({ name, bytes: small }));
  const thousand = Array.from({ length: 1_000 }, (_, i) => String(i + 1));
  const refused = [
    [encode({ operations: operations(1), map: mapOf(1), parts: named(thousand) }), 413],
    [encode({ operations: operations(1), map: mapOf(1), parts: named(['1', '2']) }), 413],
    [encode({ operations: operations(1), map: mapOf(1), parts: named(['1', '1']) }), 413],
    [encode({ operations: operations(2), map: mapOf(2), parts: named(['1', '3', '2']) }), 413],
    [encode({ operations: operations(11), map: mapOf(11), parts: named(thousand.slice(0, 11)) }), 413],
    [encode({ operations: operations(1_000), map: mapOf(1_000), parts: named(thousand) }), 413],
    [
      encode({
        operations: { query: QUERY, variables: { files: [null], other: [null] } },
        map: { 1: ['variables.files.0'], 2: ['variables.other.0'] },
        parts: named(['1', '2']),
      }),
      400,
    ],
  ] as const;
  for (const [body, expected] of refused) {
    const { status, text } = await sendByHttp(world.url, body);
    expect([status, JSON.parse(text).data], text).toEqual([expected, undefined]);
  }
  const fields = new FormData();
  fields.append('operations', JSON.stringify(operations(1)));
  fields.append('map', JSON.stringify(mapOf(1)));
  for (let i = 0; i < 1_000; i++) fields.append(`f${i}`, 'x');
  const answer = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'apollo-require-preflight': '1' },
    body: fields,
  });
  expect(answer.status).toBe(413);
  const ten = Array.from({ length: 10 }, () => small);
  expectTaken(await sendByHttp(world.url, multipart(ten)), ten);
});
