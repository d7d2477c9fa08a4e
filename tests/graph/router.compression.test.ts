import { request as send } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessToken, startWorld, type World } from './fixtures.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const NAMES = Array.from({ length: 25 }, (_, i) => `theSameIdentifierAgain${i}: id`).join(' ');
const LONG = `{ products(first: 3) { nodes { ${NAMES} } } }`;
const DECODE = { br: brotliDecompressSync, gzip: gunzipSync, none: (body: Buffer) => body };
const headersFor = (accepts: string | null, token: string | null) => ({
  'content-type': 'application/json',
  ...(accepts === null ? {} : { 'accept-encoding': accepts }),
  ...(token === null ? {} : { authorization: `Bearer ${token}` }),
});

/** Asks as a client that decodes nothing by itself. */
const raw = (query: string, accepts: string | null, token: string | null = null) =>
  new Promise<{ coding: string; vary: string; length: number; body: Buffer; state: string | undefined }>(
    (resolve, reject) => {
      const asked = send(
        `${world.url}/graphql`,
        { method: 'POST', headers: headersFor(accepts, token) },
        async (response) => {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk as Buffer);
          const {
            'content-encoding': coding = 'none',
            'content-length': length,
            vary = '',
            'x-cache': state,
          } = response.headers;
          resolve({
            coding,
            vary,
            length: Number(length),
            body: Buffer.concat(chunks),
            state: state as string | undefined,
          });
        },
      );
      asked.on('error', reject).end(JSON.stringify({ query }));
    },
  );
const textOf = ({ coding, body }: { coding: string; body: Buffer }): string =>
  DECODE[coding as keyof typeof DECODE](body).toString();

test.each([
  ['gzip, deflate, br', 'gzip'],
  ['br;q=1, gzip;q=0.5', 'br'],
  ['gzip;q=0, br;q=0', 'none'],
  ['deflate', 'none'],
  ['nonsense;;q=x', 'none'],
  [null, 'none'],
])('a client that accepts %s is answered in %s, with the same words', async (accepts, coding) => {
  const plain = await raw(LONG, null);
  for (let i = 0; i < 2; i++) {
    const answer = await raw(LONG, accepts);
    expect(answer.coding).toBe(coding);
    expect(answer.length).toBe(answer.body.length);
    expect(answer.vary).toMatch(/accept-encoding/);
    expect(textOf(answer)).toBe(textOf(plain));
  }
});

test('what is kept is compressed, and so is what is one person’s', async () => {
  expect((await raw(LONG, 'gzip')).state).toBe('HIT');
  const own = await raw(LONG, 'gzip', await accessToken());
  expect([own.coding, own.state]).toEqual(['gzip', undefined]);
  expect(own.body.length).toBeLessThan(textOf(own).length / 2);
});

test('a short answer is sent as it is', async () => {
  expect(await raw('{ __typename }', 'gzip, br')).toMatchObject({ coding: 'none' });
});
