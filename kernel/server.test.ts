import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Keys, makeKeys } from '../tests/support/keys.ts';
import { serviceEnv } from './env.ts';
import { badInput, unavailable } from './errors.ts';
import type { Running } from './lifecycle.ts';
import { createLog } from './log.ts';
import { startServer } from './server.ts';
import { tokenSigner } from './tokens.ts';

const typeDefs = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  directive @access(to: Audience!) on FIELD_DEFINITION
  enum Audience { PUBLIC CUSTOMER STAFF ADMIN SERVICE }
  type Query {
    hello: String @access(to: PUBLIC)
    secret: String @access(to: STAFF)
    bad: String @access(to: PUBLIC)
    away: String @access(to: PUBLIC)
    broken: String @access(to: PUBLIC)
    dropped: String @access(to: PUBLIC)
    slow: String @access(to: PUBLIC)
  }`;
let calls = 0;
const thrown = (error: unknown) => () => {
  throw error;
};
const resolvers = {
  Query: {
    hello: () => {
      calls++;
      return 'hello';
    },
    secret: () => 'secret',
    bad: thrown(badInput('first must be 1 to 100.')),
    away: thrown(unavailable('orders')),
    broken: thrown(new Error('postgresql://plexus:pa55word@10.0.0.7/users: relation does not exist')),
    dropped: thrown(Object.assign(new Error('connect 10.0.0.7:5432'), { code: 'ECONNREFUSED' })),
    slow: () => new Promise((resolve) => setTimeout(resolve, 3_000, 'late')),
  },
};

let keys: Keys;
let server: Running;
let production: Running;
const startCarts = (NODE_ENV: string): Promise<Running> => {
  const env = serviceEnv.parse({
    NODE_ENV,
    PORT: 0,
    STOP_NOTICE_MS: 0,
    PUBLIC_URL: 'http://127.0.0.1:4000',
    SERVICE_PRIVATE_KEY: JSON.stringify(keys.privateOf('carts')),
    SERVICE_PUBLIC_KEYS: JSON.stringify(keys.publicKeys),
  });
  const store = { name: 'store', ready: async () => undefined, close: async () => undefined };
  const subgraph = { name: 'carts', env, typeDefs, resolvers, loaders: () => ({}), resources: [store] };
  return startServer(subgraph, createLog('carts', 'silent'));
};
beforeAll(async () => {
  keys = await makeKeys();
  [server, production] = (await Promise.all(['test', 'production'].map(startCarts))) as [Running, Running];
});
afterAll(() => Promise.all([server.stop(), production.stop()]));

const guest = { kind: 'guest', origin: { ip: null, userAgent: null } } as const;
const token = () => tokenSigner(keys.privateOf('router')).viewer(guest, 'carts');
const ask = async (query: string, headers: Record<string, string> = {}, { url } = server) => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await token()}`, ...headers },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const codeIn = (text: string) => JSON.parse(text).errors[0].extensions.code;

describe('a subgraph', () => {
  test('A15: answers nobody without a token: 401, no schema, no stack, nothing executed', async () => {
    const before = calls;
    for (const authorization of ['', 'Bearer x', 'Basic eDp5', `Bearer ${await token()}x`]) {
      for (const query of [
        '{ hello }',
        '{ _service { sdl } }',
        '{ __schema { types { name } } }',
        '{ nonsense',
      ]) {
        const { status, text } = await ask(query, { authorization });
        expect(status).toBe(401);
        expect(text).not.toMatch(/type Query|at .*\.ts|node_modules/);
        expect(codeIn(text)).toBe('UNAUTHENTICATED');
      }
    }
    expect(calls).toBe(before);
  });

  test('answers the router', async () => {
    expect(JSON.parse((await ask('{ hello }')).text)).toEqual({ data: { hello: 'hello' } });
  });

  test('D05: asks who it is for before it resolves a field', async () => {
    expect(codeIn((await ask('{ secret }')).text)).toBe('UNAUTHENTICATED');
  });

  test('G12: coded errors are shown, others masked with a request id, and no address leaves', async () => {
    expect(codeIn((await ask('{ bad }')).text)).toBe('BAD_USER_INPUT');
    expect(codeIn((await ask('{ away }')).text)).toBe('SERVICE_UNAVAILABLE');
    const broken = await ask('{ broken }', { 'x-request-id': 'request-12345' });
    expect(JSON.parse(broken.text).errors[0].extensions).toEqual({
      code: 'INTERNAL_SERVER_ERROR',
      requestId: 'request-12345',
    });
    const dropped = await ask('{ dropped }');
    expect(codeIn(dropped.text)).toBe('SERVICE_UNAVAILABLE');
    for (const { text } of [broken, dropped]) expect(text).not.toMatch(/10\.0\.0\.7|pa55word|relation/);
  });

  test('A12: in production its schema is told to nobody, the router included', async () => {
    for (const query of [
      '{ __schema { types { name } } }',
      '{ __type(name: "Query") { name } }',
      '{ ...f } fragment f on Query { __schema { types { name } } }',
    ]) {
      expect((await ask(query)).text).toContain('"name"');
      expect(codeIn((await ask(query, {}, production)).text)).toBe('GRAPHQL_VALIDATION_FAILED');
    }
    expect(JSON.parse((await ask('{ __typename }', {}, production)).text)).toEqual({
      data: { __typename: 'Query' },
    });
  });

  test('A13: a misspelt field is refused without a hint at others', async () => {
    const { text } = await ask('{ helo }');
    expect(text).not.toContain('Did you mean');
    expect(codeIn(text)).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  test('answers in time even if its work does not', async () => {
    const { status, text } = await ask('{ slow }', { 'x-deadline': String(Date.now() + 100) });
    expect(status).toBe(503);
    expect(codeIn(text)).toBe('SERVICE_UNAVAILABLE');
  });

  test('A21: nonsense is a JSON 400, too much a JSON 413', async () => {
    const send = async (body: string) =>
      fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await token()}` },
        body,
      });
    const nonsense = await send('{nonsense');
    expect([nonsense.status, nonsense.headers.get('content-type')]).toEqual([
      400,
      'application/json; charset=utf-8',
    ]);
    expect((await send('x'.repeat(1_100_000))).status).toBe(413);
  });

  test('I22: says that it lives and is ready', async () => {
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    expect((await fetch(`${server.url}/elsewhere`)).status).toBe(404);
  });
});
