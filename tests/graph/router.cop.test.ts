import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from './fixtures.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ NODE_ENV: 'production', INTROSPECTION: 'off', LANDING_PAGE: 'off' });
});
afterAll(() => world.stop());

const JSON_TYPE = 'application/json';
const post = async (body: unknown, type = JSON_TYPE): Promise<string> => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: text,
  });
  return response.text();
};
const get = async (path: string): Promise<string> => (await fetch(`${world.url}${path}`)).text();
const times = (count: number, of: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => of(i)).join(' ');
const query = (text: string) => ({ query: text });
const circular =
  '{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }';

/** The checks of graphql-cop, each with what it sends and what it would call a finding. */
const CHECKS: readonly (readonly [name: string, send: () => Promise<string>, finding: RegExp])[] = [
  [
    'alias overloading',
    () => post(query(`query cop { ${times(101, (i) => `alias${i}: __typename`)} }`)),
    /"data"/,
  ],
  [
    'array batching',
    () => post(Array.from({ length: 10 }, () => query('query cop { __typename }'))),
    /"data"/,
  ],
  ['directive overloading', () => post(query(`query cop { __typename ${'@aa'.repeat(10)} }`)), /(@aa.*){6}/],
  ['circular introspection', () => post(query(circular)), /"data"/],
  ['introspection', () => post(query(getIntrospectionQuery())), /"data"/],
  ['field duplication', () => post(query(`query cop { ${times(500, () => '__typename')} }`)), /"data"/],
  ['queries by GET', () => get('/graphql?query=query+cop+%7B__typename%7D'), /"data"/],
  ['mutations by GET', () => get('/graphql?query=mutation+cop+%7B__typename%7D'), /"data"/],
  [
    'queries by a form',
    () => post('query=query+cop+%7B__typename%7D', 'application/x-www-form-urlencoded'),
    /"data"/,
  ],
  ['field suggestions', () => post(query('query cop { categorie { id } }')), /did you mean/i],
  ['tracing', () => post(query('query cop { __typename }')), /tracing/],
  ['unhandled errors', () => post(query('qwerty cop { abc }')), /exception|stack/i],
];

test.each(CHECKS)('A27: %s is no finding of graphql-cop', async (_, send, finding) => {
  expect(await send()).not.toMatch(finding);
});

test('A27: no page for exploring is found in production', async () => {
  for (const path of [
    '/',
    '/graphiql',
    '/playground',
    '/console',
    '/graphql',
    '/explorer',
    '/graphql/console',
    '/altair',
  ]) {
    const response = await fetch(`${world.url}${path}`, { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-type')).toMatch(/json/);
    expect(await response.text()).not.toMatch(/graphiql|playground|sandbox/i);
  }
});
