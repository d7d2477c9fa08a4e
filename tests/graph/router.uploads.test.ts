import { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessToken, ask, code, type Reply, read, startWorld, type World } from './fixtures.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const ONE = 'mutation One($file: Upload!) { pictureUpload(file: $file) { bytes userErrors { code } } }';
const MANY =
  'mutation Many($files: [Upload!]!) { picturesUpload(files: $files) { bytes userErrors { code } } }';

type Form = Readonly<{
  query: string;
  variables: object;
  map: object;
  files: readonly (readonly [name: string, size: number])[];
}>;
const form = ({ query, variables, map, files }: Form, fileName = '../../etc/passwd.png'): FormData => {
  const data = new FormData();
  data.append('operations', JSON.stringify({ query, variables }));
  data.append('map', JSON.stringify(map));
  for (const [name, size] of files)
    data.append(name, new Blob([new Uint8Array(size).fill(7)], { type: 'image/png' }), fileName);
  return data;
};
const send = async (
  body: FormData,
  headers: Record<string, string> = { 'apollo-require-preflight': 'true' },
): Promise<Reply> => read(await fetch(`${world.url}/graphql`, { method: 'POST', headers, body }));
const one = (size: number, query = ONE) =>
  form({ query, variables: { file: null }, map: { 0: ['variables.file'] }, files: [['0', size]] });

test('a file is streamed through to the subgraph that owns the mutation', async () => {
  expect((await send(one(300_000))).data).toEqual({ pictureUpload: { bytes: [300_000], userErrors: [] } });
  expect((await send(one(0))).data).toMatchObject({ pictureUpload: { bytes: [0] } });
});

test('what follows an upload may come from other subgraphs', async () => {
  const query =
    'mutation One($file: Upload!) { pictureUpload(file: $file) { bytes product { title inCarts } } }';
  expect((await send(one(10, query))).data).toEqual({
    pictureUpload: { bytes: [10], product: { title: 'Product p1', inCarts: 2 } },
  });
});

test('two files in one request, whatever the order in which they come', async () => {
  const map = { a: ['variables.files.0'], b: ['variables.files.1'] };
  const variables = { files: [null, null] };
  expect(
    (
      await send(
        form({
          query: MANY,
          variables,
          map,
          files: [
            ['a', 10],
            ['b', 200_000],
          ],
        }),
      )
    ).data,
  ).toMatchObject({ picturesUpload: { bytes: [10, 200_000] } });
});

test('H07: one file in two places can be read once', async () => {
  const answer = await send(
    form({
      query: MANY,
      variables: { files: [null, null] },
      map: { a: ['variables.files.0', 'variables.files.1'] },
      files: [['a', 10]],
    }),
  );
  expect(code(answer)).toBe('BAD_USER_INPUT');
});

test('H02: too large a file is the subgraph’s to refuse, and the answer arrives', async () => {
  expect((await send(one(1_000_001))).data).toMatchObject({
    pictureUpload: { userErrors: [{ code: 'FILE_TOO_LARGE' }] },
  });
  expect((await send(one(20_000_000))).data).toMatchObject({
    pictureUpload: { userErrors: [{ code: 'FILE_TOO_LARGE' }] },
  });
  const slow = ONE.replace('pictureUpload', 'slowUpload');
  expect((await send(one(20_000_000, slow))).data).toMatchObject({
    slowUpload: { userErrors: [{ code: 'FILE_TOO_LARGE' }] },
  });
  const both = form({
    query: MANY,
    variables: { files: [null, null] },
    map: { a: ['variables.files.0'], b: ['variables.files.1'] },
    files: [
      ['a', 1_500_000],
      ['b', 5],
    ],
  });
  expect((await send(both)).data).toMatchObject({
    picturesUpload: { bytes: [-1, 5], userErrors: [{ code: 'FILE_TOO_LARGE' }] },
  });
});

test('H07: requests that do not follow the specification are refused', async () => {
  const missingMap = new FormData();
  missingMap.append('operations', JSON.stringify({ query: ONE, variables: { file: null } }));
  missingMap.append('0', new Blob(['x']), 'x.png');
  const filesFirst = new FormData();
  filesFirst.append('0', new Blob(['x']), 'x.png');
  filesFirst.append('operations', JSON.stringify({ query: ONE, variables: { file: null } }));
  const badPath = form({
    query: ONE,
    variables: { file: null },
    map: { 0: ['variables.other.deep'] },
    files: [['0', 5]],
  });
  const polluting = form({
    query: ONE,
    variables: { file: null },
    map: { 0: ['__proto__.polluted'] },
    files: [['0', 5]],
  });
  const manyFiles = form({
    query: MANY,
    variables: { files: Array(1000).fill(null) },
    map: Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [i, [`variables.files.${i}`]])),
    files: [],
  });
  for (const body of [missingMap, filesFirst, badPath, polluting, manyFiles]) {
    const answer = await send(body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  }
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  const absent = await send(
    form({ query: ONE, variables: { file: null }, map: { 0: ['variables.file'] }, files: [] }),
  );
  expect(absent.errors).toBeDefined();
});

test('G05: a form of another site cannot upload', async () => {
  expect((await send(one(5), {})).status).toBe(400);
});

test('who may not is told so, without the file being read', async () => {
  const staff = 'mutation One($file: Upload!) { staffUpload(file: $file) { bytes } }';
  expect(code(await send(one(5_000_000, staff)))).toBe('UNAUTHENTICATED');
  const headers = { 'apollo-require-preflight': 'true', authorization: `Bearer ${await accessToken()}` };
  expect(code(await send(one(5_000_000, staff), headers))).toBe('FORBIDDEN');
  expect((await send(one(5), { ...headers, authorization: 'Bearer nonsense' })).status).toBe(401);
});

test('H04: a file’s name is nobody’s path, and one that is none is refused', async () => {
  const named = (name: string) =>
    form({ query: ONE, variables: { file: null }, map: { 0: ['variables.file'] }, files: [['0', 5]] }, name);
  for (const name of ['CON', `${'x'.repeat(5_000)}.png`, '\u202egnp.exe', '"; filename="a'])
    expect((await send(named(name))).data).toMatchObject({ pictureUpload: { bytes: [5] } });
  expect(code(await send(named('a\0.png')))).toBe('BAD_REQUEST');
});

test('a text in the place of a file is refused', async () => {
  expect(code(await ask(world.url, ONE, { variables: { file: 'text' } }))).toBe('BAD_USER_INPUT');
});

test('an upload that breaks off harms nobody', async () => {
  const { hostname, port } = new URL(world.url);
  const socket = new Socket().connect(Number(port), hostname);
  const head = '--b\r\nContent-Disposition: form-data; name="operations"\r\n\r\n';
  const operations = `${JSON.stringify({ query: ONE, variables: { file: null } })}\r\n--b\r\nContent-Disposition: form-data; name="map"\r\n\r\n{"0":["variables.file"]}\r\n--b\r\nContent-Disposition: form-data; name="0"; filename="a"\r\n\r\nhalf`;
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: x\r\napollo-require-preflight: 1\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 100000\r\n\r\n${head}${operations}`,
  );
  await wait(200);
  socket.destroy();
  await wait(100);
  expect((await send(one(7))).data).toMatchObject({ pictureUpload: { bytes: [7] } });
});

test('H07: fifty uploads at once are never held whole', async () => {
  await send(one(900_000));
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }, 5);
  const slow = async () => {
    const boundary = 'slow';
    const chunk = new Uint8Array(20_000).fill(65);
    const text = (value: string) => new TextEncoder().encode(value);
    const stream = new ReadableStream({
      start: (controller) => {
        controller.enqueue(
          text(
            `--${boundary}\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${JSON.stringify({ query: ONE, variables: { file: null } })}`,
          ),
        );
        controller.enqueue(
          text(
            `\r\n--${boundary}\r\nContent-Disposition: form-data; name="map"\r\n\r\n{"0":["variables.file"]}`,
          ),
        );
        controller.enqueue(
          text(`\r\n--${boundary}\r\nContent-Disposition: form-data; name="0"; filename="a.png"\r\n\r\n`),
        );
      },
      pull: (() => {
        let sent = 0;
        return (controller: ReadableStreamDefaultController<Uint8Array>) => {
          if (sent++ < 45) return controller.enqueue(chunk);
          controller.enqueue(text(`\r\n--${boundary}--\r\n`));
          controller.close();
        };
      })(),
    });
    const headers = {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'apollo-require-preflight': '1',
    };
    return read(
      await fetch(`${world.url}/graphql`, {
        method: 'POST',
        headers,
        body: stream,
        duplex: 'half',
      } as RequestInit),
    );
  };
  const answers = await Promise.all(Array.from({ length: 50 }, slow));
  clearInterval(watch);
  expect(answers.map(({ data }) => data)).toEqual(
    answers.map(() => ({ pictureUpload: { bytes: [900_000], userErrors: [] } })),
  );
  expect(most).toBeLessThan(50 * 900_000);
});
