import { afterAll, beforeAll, expect, test } from 'vitest';
import { ERROR_CODES, type ErrorCode } from '../../kernel/errors.ts';
import { accessToken, ask, type Reply, read, startWorld, type World } from './fixtures.ts';

let world: World;
let withoutOrders: World;
let limited: World;
beforeAll(async () => {
  [world, withoutOrders, limited] = await Promise.all([
    startWorld(),
    startWorld({ ORDERS_URL: 'http://127.0.0.1:9/graphql' }),
    startWorld({ RATE_LIMIT_POINTS: '1' }),
  ]);
});
afterAll(() => Promise.all([world, withoutOrders, limited].map((each) => each.stop())));

const post = async (body: unknown): Promise<Reply> => {
  const headers = { 'content-type': 'application/json' };
  return read(await fetch(`${world.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) }));
};
const spread = (text: string, times: number): string => text.repeat(times);

/** A request for each code that docs/errors.md lists. Errors of one field come with 200. */
const PROVOKE: Readonly<Record<ErrorCode, readonly [status: number, send: () => Promise<Reply>]>> = {
  UNAUTHENTICATED: [401, () => ask(world.url, '{ __typename }', { token: 'nonsense' })],
  FORBIDDEN: [200, async () => ask(world.url, '{ user(id: "u1") { id } }', { token: await accessToken() })],
  BAD_USER_INPUT: [
    400,
    () => ask(world.url, 'query ($id: ID!) { product(id: $id) { id } }', { variables: {} }),
  ],
  BAD_REQUEST: [400, () => post([{ query: '{ __typename }' }])],
  GRAPHQL_PARSE_FAILED: [400, () => ask(world.url, '{ categories { id ')],
  GRAPHQL_VALIDATION_FAILED: [400, () => ask(world.url, '{ nothing }')],
  OPERATION_RESOLUTION_FAILURE: [400, () => ask(world.url, 'query A { __typename } query B { __typename }')],
  PERSISTED_QUERY_NOT_SUPPORTED: [
    400,
    () => post({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }),
  ],
  PAYLOAD_TOO_LARGE: [413, () => ask(world.url, `{ __typename } # ${spread('x', 100_000)}`)],
  QUERY_TOO_COMPLEX: [
    400,
    () =>
      ask(
        world.url,
        `{ products(first: 100) { nodes { related(first: 100) { related(first: 100) { id } } } } }`,
      ),
  ],
  RATE_LIMITED: [
    429,
    async () => {
      await ask(limited.url, '{ categories { id } }');
      return ask(limited.url, '{ categories { id } }');
    },
  ],
  SERVICE_UNAVAILABLE: [200, () => ask(withoutOrders.url, '{ order(id: "o1") { id } }')],
  INTERNAL_SERVER_ERROR: [200, () => ask(world.url, '{ breakDown }')],
};

test.each(Object.entries(PROVOKE))(
  'R34: %s comes as docs/errors.md says',
  async (expected, [status, send]) => {
    const answer = await send();
    expect([answer.status, answer.errors?.[0]?.extensions.code], answer.text.slice(0, 300)).toEqual([
      status,
      expected,
    ]);
    if (status !== 200) expect(status).toBe(ERROR_CODES[expected as ErrorCode]);
  },
);

test.each([
  [
    'thirteen levels',
    `{ categories ${spread('{ parent ', 11)}{ id }${spread(' }', 11)} }`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'thirty-one aliases',
    `{ categories { ${Array.from({ length: 31 }, (_, i) => `a${i}: id`).join(' ')} } }`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'six root fields',
    `mutation { ${Array.from({ length: 6 }, (_, i) => `a${i}: productTouch(id: "1") { id }`).join(' ')} }`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['too many tokens', `{ ${spread('__typename ', 2_001)} }`, 'GRAPHQL_PARSE_FAILED'],
  [
    'one field in many forms',
    `{ product(id: "1") { ${Array.from({ length: 160 }, (_, i) => `related(first: ${i}) { id }`).join(' ')} } }`,
    'QUERY_TOO_COMPLEX',
  ],
])('R34: a limit answers the code that docs/errors.md says: %s', async (_, query, expected) => {
  const answer = await ask(world.url, query);
  expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([400, expected]);
});
