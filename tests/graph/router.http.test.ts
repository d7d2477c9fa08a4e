import { get as httpGet } from 'node:http';
import { connect } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, code, type Reply, read, startWorld, type World } from './fixtures.ts';

const SHOP = 'https://shop.example';
let world: World;
let production: World;
beforeAll(async () => {
  [world, production] = await Promise.all([
    startWorld({ CORS_ORIGINS: SHOP }),
    startWorld({ LANDING_PAGE: 'off' }),
  ]);
});
afterAll(() => Promise.all([world.stop(), production.stop()]));

const JSON_TYPE = { 'content-type': 'application/json' };
const post = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
  read(await fetch(`${world.url}/graphql`, { method: 'POST', headers, body }));
const get = (query: string, headers: Record<string, string> = { 'apollo-require-preflight': 'true' }) =>
  fetch(`${world.url}/graphql?${new URLSearchParams({ query })}`, { headers });
/** What comes back for these bytes. */
const raw = (text: string, url = world.url): Promise<string> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', () => undefined).on('close', () => resolve(answer));
  });
const ASK = JSON.stringify({ query: '{ __typename }' });

test('A21: bodies that are none are answered as JSON', async () => {
  const utf16 = new Uint8Array(Buffer.from(ASK, 'utf16le'));
  const answers = [
    [await post('{nonsense', JSON_TYPE), 400],
    [await post('', JSON_TYPE), 400],
    [await post('"text"', JSON_TYPE), 400],
    [await post('{"query": 5}', JSON_TYPE), 400],
    [await post('{"query": "{ __typename }", "variables": "x"}', JSON_TYPE), 400],
    [await post(utf16, { 'content-type': 'application/json; charset=utf-16' }), 415],
    [await post(utf16, JSON_TYPE), 400],
    [
      await post(new Uint8Array(gzipSync('x'.repeat(10_000_000))), {
        ...JSON_TYPE,
        'content-encoding': 'gzip',
      }),
      415,
    ],
    [await post(new Uint8Array(brotliCompressSync(ASK)), { ...JSON_TYPE, 'content-encoding': 'br' }), 415],
    [await post('x'.repeat(2_000_000), JSON_TYPE), 413],
    [await post(new TextEncoder().encode(ASK), {}), 415],
  ] as const;
  for (const [answer, status] of answers) {
    expect(answer.status, answer.text).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.text).not.toMatch(/node_modules|at \w+ \(|<html/);
  }
});

test('A21: a body without an announced length ends at the limit', async () => {
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(50_000).fill(32)),
  });
  const response = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: JSON_TYPE,
    body: endless,
    duplex: 'half',
  } as RequestInit);
  expect(response.status).toBe(413);
});

test('A21: ten thousand headers, and what is no HTTP, are refused as JSON', async () => {
  const many = `GET /graphql HTTP/1.1\r\nhost: x\r\n${Array.from({ length: 10_000 }, (_, i) => `x-${i}: y\r\n`).join('')}\r\n`;
  for (const [text, status] of [
    [many, 431],
    ['nonsense\r\n\r\n', 400],
  ] as const) {
    const answer = await raw(text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(/content-type: application\/json/);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
  }
  expect((await ask(world.url, '{ __typename }')).status).toBe(200);
});

test('C09: a request that stops in the middle of its body is answered with 408, and its connection ends', async () => {
  const patient = await startWorld({ BODY_TIMEOUT_MS: '300' });
  try {
    const head = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n';
    const upload =
      'content-type: multipart/form-data; boundary=b\r\napollo-require-preflight: 1\r\n\r\n--b\r\n';
    for (const rest of ['content-type: application/json\r\n\r\n{"query":', upload]) {
      const answer = await raw(head + rest, patient.url);
      expect(answer).toMatch(/^HTTP\/1.1 408 /);
      expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({
        errors: [{ extensions: { code: 'BAD_REQUEST' } }],
      });
    }
    expect((await ask(patient.url, '{ __typename }')).status).toBe(200);
  } finally {
    await patient.stop();
  }
});

test('A21: a variable that the operation does not declare changes nothing, however deeply it is nested', async () => {
  const deep = `${'['.repeat(40_000)}${']'.repeat(40_000)}`;
  const answer = await post(`{"query":"{ __typename }","variables":{"deep":${deep}}}`, JSON_TYPE);
  expect([answer.status, answer.data]).toEqual([200, { __typename: 'Query' }]);
  const query = 'query ($id: ID!) { product(id: $id) { title } }';
  const ids = { id: `p${Math.random()}` };
  expect((await ask(world.url, query, { variables: ids })).headers.get('x-cache')).toBe('MISS');
  expect(
    (await ask(world.url, query, { variables: { ...ids, other: Math.random() } })).headers.get('x-cache'),
  ).toBe('HIT');
});

test('queries may be sent by GET, mutations may not', async () => {
  expect(await (await get('{ __typename }')).json()).toEqual({ data: { __typename: 'Query' } });
  const mutation = await get('mutation { signIn(email: "a") { accepted } }');
  expect([mutation.status, mutation.headers.get('allow')]).toEqual([405, 'POST']);
});

test('HEAD is answered as GET without the body, and a method that is not taken is named', async () => {
  const headers = { 'apollo-require-preflight': 'true' };
  for (const path of ['/', '/livez', '/readyz', '/graphql?query=%7B__typename%7D']) {
    const [full, head] = await Promise.all(
      ['GET', 'HEAD'].map((method) => fetch(`${world.url}${path}`, { method, headers })),
    );
    expect([path, head?.status, head?.headers.get('content-type')]).toEqual([
      path,
      200,
      full?.headers.get('content-type'),
    ]);
    expect(await head?.text()).toBe('');
  }
  expect(
    (await fetch(`${world.url}/graphql?query=mutation%7B__typename%7D`, { method: 'HEAD', headers })).status,
  ).toBe(405);
  const put = await fetch(`${world.url}/graphql`, { method: 'PUT', headers: JSON_TYPE, body: ASK });
  expect([put.status, put.headers.get('allow')]).toEqual([405, 'POST, GET, HEAD']);
  expect((await fetch(`${world.url}/nowhere`, { method: 'HEAD' })).status).toBe(404);
});

test('G05: what a page of another site can send unasked is refused', async () => {
  const before = { ...world.calls };
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain; application/json',
    'message/http',
  ])
    expect(
      (
        await post(JSON.stringify({ query: 'mutation { signIn(email: "a") { accepted } }' }), {
          'content-type': type,
        })
      ).status,
    ).toBeGreaterThanOrEqual(400);
  for (const [status, headers] of [
    [400, { 'content-type': 'text/plain' }],
    [400, { 'content-type': 'text/plain; application/json' }],
    [400, { 'content-type': 'application/x-www-form-urlencoded' }],
    [400, { 'content-type': 'multipart/form-data' }],
    [400, { 'content-type': 'text/plain', 'apollo-require-preflight': '' }],
    [415, { 'content-type': 'text/plain', 'apollo-require-preflight': '1' }],
    [415, { 'content-type': 'message/http' }],
    [400, {}],
    [405, { accept: 'application/json' }],
  ] as const) {
    const query = status === 405 ? 'mutation { signIn(email: "a") { accepted } }' : '{ categories { id } }';
    const answer = await read(await get(query, headers));
    expect([answer.status, code(answer)]).toEqual([status, 'BAD_REQUEST']);
  }
  expect(world.calls).toEqual(before);
});

/** A GET with these headers and no others: `fetch` sets some of its own. */
const getAs = (
  query: string,
  headers: Record<string, string>,
): Promise<[status: number | undefined, body: Partial<Reply>]> =>
  new Promise((resolve, reject) => {
    httpGet(`${world.url}/graphql?${new URLSearchParams({ query })}`, { headers }, async (answer) => {
      resolve([
        answer.statusCode,
        JSON.parse((await answer.setEncoding('utf8').toArray()).join('')) as Partial<Reply>,
      ]);
    }).once('error', reject);
  });
/** The headers of urql's default GET, as a browser and as a server send them. */
const URQL = {
  accept:
    'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
};
test('R32: a query by GET needs no special header where no foreign page can have sent it', async () => {
  for (const headers of [
    { accept: 'application/json' },
    { accept: 'application/graphql-response+json' },
    URQL,
    { ...URQL, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' },
    { ...URQL, 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' },
    { ...URQL, origin: SHOP },
    { ...URQL, origin: SHOP, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
    { ...URQL, origin: 'http://localhost:5173', 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' },
    { origin: 'https://evil.example', 'apollo-require-preflight': '1' },
    { origin: 'https://evil.example', 'x-apollo-operation-name': 'Tree' },
    { origin: 'https://evil.example', 'content-type': 'application/json' },
  ] as Record<string, string>[]) {
    expect(await getAs('{ categories { id } }', headers), JSON.stringify(headers)).toEqual([
      200,
      { data: { categories: [{ id: 'c1' }] } },
    ]);
  }
  const search = new URLSearchParams({
    query: 'query A($id: ID!) { cart(id: $id) { id } }',
    operationName: 'A',
    variables: '{"id":"c"}',
  });
  expect(await (await fetch(`${world.url}/graphql?${search}`, { headers: URQL })).json()).toEqual({
    data: { cart: { id: 'c' } },
  });
});

test('R32: a query by GET that a foreign page can have sent is refused before anything runs', async () => {
  const before = { ...world.calls };
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { accept: '*/*' },
    { accept: 'text/html, application/xhtml+xml, image/avif, */*;q=0.8' },
    { origin: `${SHOP}.evil.example` },
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' },
    { origin: 'https://evil.example', 'apollo-require-preflight': '' },
  ] as Record<string, string>[]) {
    const [status, body] = await getAs('{ categories { id } }', { ...URQL, ...headers });
    expect([status, body.errors?.[0]?.extensions.code], JSON.stringify(headers)).toEqual([
      400,
      'BAD_REQUEST',
    ]);
  }
  expect(world.calls).toEqual(before);
});

/** A preflight, with the origin that it allows and the headers. */
const preflight = async (url: string, origin: string): Promise<readonly [string | null, string]> => {
  const headers = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type',
  };
  const answer = await fetch(`${url}/graphql`, { method: 'OPTIONS', headers });
  return [
    answer.headers.get('access-control-allow-origin'),
    answer.headers.get('access-control-allow-headers') ?? '',
  ];
};
test('R31: any origin of this machine may call in development, none but those of the list in production', async () => {
  const strict = await startWorld({ NODE_ENV: 'production', CORS_ORIGINS: SHOP, STOP_NOTICE_MS: '0' });
  try {
    for (const scheme of ['http', 'https'])
      for (const host of ['localhost', '127.0.0.1', '[::1]'])
        for (const port of ['', ':3000', ':5173', ':65535']) {
          const origin = `${scheme}://${host}${port}`;
          expect(await preflight(world.url, origin)).toEqual([
            origin,
            expect.stringContaining('authorization'),
          ]);
          expect(await preflight(strict.url, origin)).toEqual([null, '']);
          const asked = await ask(world.url, '{ __typename }', { headers: { origin } });
          expect([asked.headers.get('access-control-allow-origin'), asked.headers.get('vary')]).toEqual([
            origin,
            expect.stringMatching(/origin/),
          ]);
        }
    for (const url of [world.url, strict.url]) expect((await preflight(url, SHOP))[0]).toBe(SHOP);
  } finally {
    await strict.stop();
  }
});

test('G06, R31: what only looks like an origin of this machine is refused', async () => {
  for (const origin of [
    'null',
    'http://localhost.evil.example',
    'http://localhost:3000.evil.example',
    'http://evil-localhost',
    'http://localhost@evil.example',
    'http://127.0.0.1.evil.example',
    'http://127.0.0.2:3000',
    'http://[::2]',
    'http://localhost:3000/',
    'http://LOCALHOST:3000',
    'ftp://localhost',
    'file://localhost',
    'http://localhost:',
    'http://localhost:123456',
    ' http://localhost',
  ])
    expect(await preflight(world.url, origin.trim() === origin ? origin : `x${origin}`), origin).toEqual([
      null,
      '',
    ]);
});

test('R31: the headers of Apollo Client, urql, Relay and OpenTelemetry are allowed, and useful ones can be read', async () => {
  const [, allowed] = await preflight(world.url, SHOP);
  const names = allowed.split(', ');
  for (const name of [
    'accept',
    'authorization',
    'content-type',
    'apollographql-client-name',
    'apollographql-client-version',
    'apollo-require-preflight',
    'x-apollo-operation-name',
    'x-apollo-operation-id',
    'traceparent',
    'tracestate',
    'baggage',
    'sentry-trace',
  ])
    expect(names).toContain(name);
  const { headers } = await ask(world.url, '{ __typename }', { headers: { origin: SHOP } });
  for (const name of ['x-request-id', 'retry-after'])
    expect(headers.get('access-control-expose-headers')).toContain(name);
});

test('G06: only listed origins are opened to, exactly', async () => {
  const options = (origin: string) =>
    fetch(`${world.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
  const allowed = await options(SHOP);
  expect(allowed.headers.get('access-control-allow-origin')).toBe(SHOP);
  expect(allowed.headers.get('access-control-allow-headers')).toMatch(/authorization/);
  for (const origin of [
    'https://evil.example',
    'null',
    `${SHOP}.evil`,
    'http://shop.example',
    SHOP.toUpperCase(),
  ]) {
    const answer = await options(origin);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('access-control-allow-headers')).toBeNull();
    const asked = await ask(world.url, '{ __typename }', { headers: { origin } });
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
    expect(asked.headers.get('vary')).toMatch(/origin/i);
  }
  expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
});

test('G07: nothing that varies by caller may be kept by others', async () => {
  const answer = await ask(world.url, '{ me { id } }');
  expect(answer.headers.get('cache-control')).toMatch(/no-store/);
});

test('G12: a fault inside is told without what is inside', async () => {
  const answer = await ask(world.url, '{ breakDown __typename }');
  expect(answer.status).toBe(200);
  expect(answer.data).toEqual({ breakDown: null, __typename: 'Query' });
  const [error] = answer.errors ?? [];
  expect(error).toMatchObject({
    path: ['breakDown'],
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: answer.headers.get('x-request-id') },
  });
  expect(answer.text).not.toMatch(/hunter2|postgres|10\.0\.0\.7|stack|serviceName/);
});

test('G13: every answer carries the headers that browsers need', async () => {
  for (const path of ['/graphql', '/nowhere', '/livez', '/', '/graphiql']) {
    const { headers } = await fetch(`${world.url}${path}`);
    expect(headers.get('strict-transport-security')).toMatch(/max-age/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  }
});

test('files of a subgraph are passed through without the caller or inner headers', async () => {
  const file = await fetch(`${world.url}/files/products/a/b.webp`, {
    headers: { authorization: 'Bearer secret', cookie: 'a=b' },
  });
  expect(file.status).toBe(200);
  expect(await file.text()).toBe('a/b.webp nobody');
  expect(file.headers.get('cache-control')).toMatch(/immutable/);
  expect(file.headers.get('content-type')).toBe('image/webp');
  expect(file.headers.get('x-internal')).toBeNull();
  for (const path of [
    'nobody/a.webp',
    'products/../graphql',
    'products/%2e%2e/livez',
    'products/',
    'products/a//b',
    'products/..%2flivez',
  ])
    expect((await fetch(`${world.url}/files/${path}`)).status).toBeGreaterThanOrEqual(400);
  expect((await fetch(`${world.url}/files/products/a`, { method: 'POST', body: 'x' })).status).toBe(405);
});

test('the pages for exploring are there in development alone', async () => {
  expect(await (await fetch(`${world.url}/`)).text()).toMatch(/Sandbox/);
  expect(await (await fetch(`${world.url}/graphiql`)).text()).toMatch(/GraphiQL/);
  expect((await fetch(`${world.url}/graphiql/graphiql.js`)).headers.get('content-type')).toMatch(
    /javascript/,
  );
  for (const path of ['', 'graphiql', 'graphiql/graphiql.js']) {
    const answer = await fetch(`${production.url}/${path}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      404,
      'application/json; charset=utf-8',
    ]);
  }
});

const GRAPHQL_RESPONSE = 'application/graphql-response+json';
test('R30: each answer to POST and GET has the media type that was asked for, and its status', async () => {
  const sent = (accept: string, body: object, headers = {}) =>
    fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { ...JSON_TYPE, accept, ...headers },
      body: JSON.stringify(body),
    });
  const got = (accept: string, query: string, more = '') =>
    fetch(`${world.url}/graphql?${new URLSearchParams({ query })}${more}`, {
      headers: { accept, 'apollo-require-preflight': '1' },
    });
  for (const [accept, type] of [
    [GRAPHQL_RESPONSE, GRAPHQL_RESPONSE],
    [`${GRAPHQL_RESPONSE}, application/json;q=0.9`, GRAPHQL_RESPONSE],
    ['application/json', 'application/json'],
    ['*/*', 'application/json'],
  ] as const) {
    const answers = [
      [await sent(accept, { query: '{ __typename }' }), 200],
      [await sent(accept, { query: '{ product(id: "p1") { title } }' }), 200],
      [await sent(accept, { query: '{ product(id: "p1") { title } }' }), 200],
      [await sent(accept, { query: '{ breakDown __typename }' }), 200],
      [await sent(accept, { query: '{ products(first: -1) { nodes { id } } nothing }' }), 400],
      [await sent(accept, { query: '{' }), 400],
      [await sent(accept, {}), 400],
      [await sent(accept, { query: 'query ($id: ID!) { cart(id: $id) { id } }' }), 400],
      [await sent(accept, { query: '{ __typename }', operationName: 'Other' }), 400],
      [await sent(accept, { query: '{ __typename }' }, { authorization: 'Bearer nonsense' }), 401],
      [await sent(accept, { query: '{ __typename }', variables: { a: 'x'.repeat(200_000) } }), 413],
      [await sent(accept, { query: '{ __typename }' }, { 'content-type': 'text/plain' }), 415],
      [await got(accept, '{ __typename }'), 200],
      [await got(accept, '{'), 400],
      [await got(accept, 'mutation { signIn(email: "a") { accepted } }'), 405],
    ] as const;
    for (const [answer, status] of answers) {
      expect([answer.status, answer.headers.get('content-type')]).toEqual([status, `${type}; charset=utf-8`]);
      expect(answer.headers.get('vary')).toMatch(/\baccept\b(?!-)/);
      const body = (await answer.json()) as object;
      expect('data' in body).toBe(status === 200);
    }
  }
});

test('R30: data that is null for an error in a field is still a 200', async () => {
  const answer = await ask(world.url, 'mutation { staffUpload(file: null) { bytes } }', {
    headers: { accept: GRAPHQL_RESPONSE },
  });
  expect(answer.status).toBe(400);
  const outage = await ask(world.url, '{ orders(first: 1) { totalCount } }', {
    headers: { accept: GRAPHQL_RESPONSE },
  });
  expect([outage.status, outage.data]).toEqual([200, null]);
});

test('R30: what a client does not accept is 406 before anything runs', async () => {
  const before = { ...world.calls };
  for (const accept of ['text/html', 'text/event-stream', 'application/json;q=0', 'image/*, text/*']) {
    const answer = await post(JSON.stringify({ query: 'mutation { signIn(email: "a") { accepted } }' }), {
      ...JSON_TYPE,
      accept,
    });
    expect([answer.status, code(answer), answer.headers.get('content-type')]).toEqual([
      406,
      'BAD_REQUEST',
      'application/json; charset=utf-8',
    ]);
    expect((await get('{ categories { id } }', { accept })).status).toBe(406);
  }
  expect(world.calls).toEqual(before);
});
