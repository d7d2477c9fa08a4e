import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from './fixtures.ts';

let world: World;
let folder: string;
beforeAll(async () => {
  world = await startWorld();
  folder = mkdtempSync(join(tmpdir(), 'plexus-uploads-'));
});
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true, force: true });
});

const MAX = 10_000_000;
const ONE = 'mutation ($file: Upload!) { anyUpload(file: $file) { bytes } }';
const OPERATIONS = JSON.stringify({ query: ONE, variables: { file: null } });
const MAP = JSON.stringify({ 0: ['variables.file'] });
const PREFLIGHT = { 'apollo-require-preflight': '1' };
const BOUNDARY = 'boundary-of-the-test';
const part = (name: string, more = '') =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
const HEAD = `${part('operations')}${OPERATIONS}\r\n${part('map')}${MAP}\r\n${part('0', '; filename="a.png"\r\nContent-Type: image/png')}`;
const TAIL = `\r\n--${BOUNDARY}--\r\n`;
const multipart = (size: number) =>
  Buffer.concat([Buffer.from(HEAD), Buffer.alloc(size, 7), Buffer.from(TAIL)]);

/** The number of bytes that the subgraph has read of the file, or the error that came instead. */
const bytesIn = (text: string): unknown => {
  const { data, errors } = JSON.parse(text) as {
    data?: { anyUpload?: { bytes: number[] } };
    errors?: { message: string }[];
  };
  return data?.anyUpload?.bytes[0] ?? errors?.[0]?.message ?? text;
};

const byNode = (
  send: (request: http.ClientRequest) => void,
  headers: http.OutgoingHttpHeaders = {},
): Promise<string> =>
  new Promise((resolve, reject) => {
    const type = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
    const request = http.request(
      `${world.url}/graphql`,
      { method: 'POST', headers: { ...type, ...PREFLIGHT, ...headers } },
      (answer) => {
        let text = '';
        answer.on('data', (chunk) => (text += chunk)).on('end', () => resolve(text));
      },
    );
    request.on('error', reject);
    send(request);
  });

/** As browsers and Apollo's upload link send files: a form, streamed. */
const byFetch = async (size: number): Promise<string> => {
  const form = new FormData();
  form.append('operations', OPERATIONS);
  form.append('map', MAP);
  form.append('0', new Blob([new Uint8Array(size).fill(7)]), 'a.png');
  return (await fetch(`${world.url}/graphql`, { method: 'POST', headers: PREFLIGHT, body: form })).text();
};
/** The whole body in one write, with its length. */
const inOnePiece = (size: number): Promise<string> => {
  const body = multipart(size);
  return byNode((request) => request.end(body), { 'content-length': body.length });
};
/** Pieces that follow each other in turns of the event loop, without a length. */
const inPieces = (size: number): Promise<string> => {
  const body = multipart(size);
  const step = Math.max(1, Math.ceil(body.length / 9));
  const write = (request: http.ClientRequest, at: number): void => {
    if (at >= body.length) return void request.end();
    request.write(body.subarray(at, at + step));
    setImmediate(write, request, at + step);
  };
  return byNode((request) => write(request, 0));
};
const byCurl = async (size: number): Promise<string> => {
  const file = join(folder, `${size}.png`);
  writeFileSync(file, Buffer.alloc(size, 7));
  const fields = ['-F', `operations=${OPERATIONS}`, '-F', `map=${MAP}`, '-F', `0=@${file}`];
  const args = ['-s', '-H', 'apollo-require-preflight: 1', ...fields, `${world.url}/graphql`];
  const { stdout } = await promisify(execFile)('curl', args);
  rmSync(file);
  return stdout;
};
const hasCurl = await promisify(execFile)('curl', ['--version']).then(
  () => true,
  () => false,
);
const CLIENTS = { byFetch, inOnePiece, inPieces, ...(hasCurl ? { byCurl } : {}) };

/** Sizes of which a third is where bodies span a few buffers of the connection and the parser. */
const sizes = fc.oneof(
  fc.integer({ min: 1, max: 16_384 }),
  fc.integer({ min: 16_000, max: 200_000 }),
  fc.integer({ min: 200_000, max: 2_000_000 }),
);

test('R01: files of two hundred sizes arrive whole, whichever client sends them', async () => {
  const random = fc.sample(sizes, { seed: 20261201, numRuns: 190 });
  const all = [...random, 1, 2, 16_383, 16_384, 65_535, 65_536, 1_048_576, 5_000_000, MAX - 1, MAX];
  const clients = Object.entries(CLIENTS);
  const wrong: unknown[] = [];
  for (const [at, size] of all.entries()) {
    const [name, send] = clients[at % clients.length] as (typeof clients)[number];
    const seen = bytesIn(await send(size));
    if (seen !== size) wrong.push([name, size, seen]);
  }
  expect(all).toHaveLength(200);
  expect(wrong).toEqual([]);
});

test.each(Object.entries(CLIENTS))(
  'R01: every size between one and several buffers arrives whole: %s',
  async (_, send) => {
    const all = [18_000, 35_000, 50_000, 66_000, 80_000, 110_000, 150_000, 190_000];
    const seen = await Promise.all(all.map(async (size) => bytesIn(await send(size))));
    expect(seen).toEqual(all);
  },
);

test('R01: a client that disconnects in the middle is told apart, and what comes after it arrives', async () => {
  const cut = byNode(
    (request) => {
      request.write(multipart(60_000).subarray(0, 40_000));
      setTimeout(() => request.destroy(), 100);
    },
    { 'content-length': 70_000 },
  );
  await expect(cut).rejects.toThrow();
  expect(bytesIn(await inOnePiece(60_000))).toBe(60_000);
});

const thousand = (more: (i: number) => string) =>
  Array.from({ length: 1_000 }, (_, i) => `${more(i)}x\r\n`).join('');
const withParts = (parts: string): Promise<Response> =>
  fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, ...PREFLIGHT },
    body: `${HEAD}x\r\n${parts}--${BOUNDARY}--\r\n`,
  });
test.each([
  ['files that no operation has', (i: number) => part(`more${i}`, '; filename="b.png"')],
  ['the same file again and again', () => part('0', '; filename="b.png"')],
  ['fields', (i: number) => part(`more${i}`)],
])('C14: of a request with a thousand more parts no more is read: %s', async (_, more) => {
  const answer = await withParts(thousand(more));
  expect(answer.headers.get('connection')).toBe('close');
  const { data, errors } = (await answer.json()) as {
    data?: { anyUpload: { bytes: number[] } | null };
    errors?: { extensions: { code: string } }[];
  };
  expect(errors?.[0]?.extensions.code ?? data?.anyUpload?.bytes).toSatisfy(
    (seen) => seen === 'PAYLOAD_TOO_LARGE' || String(seen) === '1',
  );
});

test('C14: a map of more than ten files is refused before anything runs', async () => {
  const map = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [i, ['variables.file']]));
  const body = `${part('operations')}${OPERATIONS}\r\n${part('map')}${JSON.stringify(map)}\r\n--${BOUNDARY}--\r\n`;
  const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, ...PREFLIGHT };
  const answer = await fetch(`${world.url}/graphql`, { method: 'POST', headers, body });
  expect(answer.status).toBe(413);
});
