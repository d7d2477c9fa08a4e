import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, code, read, startWorld, type World } from './fixtures.ts';

let world: World;
let production: World;
beforeAll(async () => {
  [world, production] = await Promise.all([startWorld(), startWorld({ INTROSPECTION: 'off' })]);
});
afterAll(() => Promise.all([world.stop(), production.stop()]));

const total = () => Object.values(world.calls).reduce((a, b) => a + b, 0);
/** Refused at once, told shortly, and no subgraph was asked. */
const refused = async (query: string, expected: string, options: Parameters<typeof ask>[2] = {}) => {
  const before = total();
  const answer = await ask(world.url, query, options);
  expect(answer.status, answer.text.slice(0, 300)).toBe(400);
  expect(code(answer)).toBe(expected);
  expect(answer.errors?.length).toBeLessThanOrEqual(5);
  expect(answer.text.length).toBeLessThan(4_000);
  expect(total()).toBe(before);
  return answer;
};
const INVALID = 'GRAPHQL_VALIDATION_FAILED';
const nested = (levels: number) =>
  `{ categories ${'{ parent '.repeat(levels - 2)}{ id }${' }'.repeat(levels - 2)} }`;

test('A01: a query deeper than twelve levels is refused, also through fragments', async () => {
  expect((await ask(world.url, nested(12))).status).toBe(200);
  await refused(nested(13), INVALID);
  await refused(nested(60), INVALID);
  const half = `${'parent { '.repeat(10)}id${' }'.repeat(10)}`;
  await refused(
    `query { categories { children { ...a } } } fragment a on Category { parent { parent { parent { ...b } } } } fragment b on Category { ${half} }`,
    INVALID,
  );
  await refused(`{ categories { ... on Category { parent { ... on Category { ${half} } } } } }`, INVALID);
});

test('A03: thirty aliases are enough, also of __typename', async () => {
  const aliases = (n: number, field = 'id') =>
    `{ categories { ${Array.from({ length: n }, (_, i) => `a${i}: ${field}`).join(' ')} } }`;
  expect((await ask(world.url, aliases(30))).status).toBe(200);
  await refused(aliases(31), INVALID);
  await refused(`{ ${Array.from({ length: 101 }, (_, i) => `t${i}: __typename`).join(' ')} }`, INVALID);
  await refused(
    `{ ${Array.from({ length: 1500 }, (_, i) => `t${i}: __typename`).join(' ')} }`,
    'GRAPHQL_PARSE_FAILED',
  );
});

test('A04: a mutation has at most five root fields, a query twenty', async () => {
  const signIns = (n: number) =>
    `mutation { ${Array.from({ length: n }, (_, i) => `s${i}: signIn(email: "a") { accepted }`).join(' ')} }`;
  await refused(signIns(6), INVALID);
  await refused(signIns(1000), 'GRAPHQL_PARSE_FAILED');
  expect((await ask(world.url, signIns(5))).status).toBe(200);
  await refused(`{ ${Array.from({ length: 21 }, (_, i) => `c${i}: categories { id }`).join(' ')} }`, INVALID);
});

test('A06: more than 2,000 tokens or 100 kB are refused', async () => {
  await refused(`{ ${'__typename '.repeat(2001)} }`, 'GRAPHQL_PARSE_FAILED');
  const large = await ask(world.url, `{ __typename } #${'x'.repeat(100_000)}`);
  expect([large.status, code(large)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  expect(large.headers.get('content-type')).toMatch(/application\/json/);
});

test('A07: floods of directives are refused in few words', async () => {
  await refused(`{ __typename ${'@aa '.repeat(10)} }`, INVALID);
  await refused(`{ __typename ${'@include(if: true) '.repeat(5000)} }`, 'GRAPHQL_PARSE_FAILED');
  await refused(`{ __typename ${'@a '.repeat(30_000)} }`, 'GRAPHQL_PARSE_FAILED');
  await refused(`query ${'@a '.repeat(5)} { __typename }`, INVALID);
});

test('A08: fragments that contain themselves are refused', async () => {
  await refused(
    '{ categories { ...a } } fragment a on Category { children { ...b } } fragment b on Category { children { ...a } }',
    INVALID,
  );
  await refused('{ categories { ...a } } fragment a on Category { ...a }', INVALID);
  const cycle = Array.from(
    { length: 200 },
    (_, i) => `fragment f${i} on Category { ...f${(i + 1) % 200} }`,
  ).join(' ');
  await refused(`{ categories { ...f0 } } ${cycle}`, INVALID);
});

test('A08: fragments that multiply are refused before anybody follows them', async () => {
  const bomb = Array.from(
    { length: 25 },
    (_, i) => `fragment f${i} on Category { ...f${i + 1} ...f${i + 1} ...f${i + 1} }`,
  ).join(' ');
  await refused(`{ categories { ...f0 } } ${bomb} fragment f25 on Category { id }`, INVALID);
});

test('A10: what a query may fetch is counted with its pages', async () => {
  await refused(
    '{ products(first: 100) { nodes { related(first: 100) { related(first: 100) { id } } } } }',
    'QUERY_TOO_COMPLEX',
  );
  await refused(
    'query Q($n: Int) { products(first: $n) { nodes { related(first: $n) { related(first: $n) { id } } } } }',
    'QUERY_TOO_COMPLEX',
    { variables: { n: 100 } },
  );
  await refused(
    '{ products(first: 100) { edges { node { ...p } } } } fragment p on Product { related(first: 100) { related { id } } }',
    'QUERY_TOO_COMPLEX',
  );
  for (const first of [99_999_999, -1, 0, 101])
    await refused(`{ products(first: ${first}) { totalCount } }`, 'BAD_USER_INPUT');
  expect(
    (
      await ask(
        world.url,
        '{ products(first: 100) { nodes { id title related(first: 8) { id } } totalCount } }',
      )
    ).status,
  ).toBe(200);
});

test('A11: batches are refused', async () => {
  for (const length of [2, 1000]) {
    const body = JSON.stringify(Array.from({ length }, () => ({ query: '{__typename}' })));
    const answer = await read(
      await fetch(`${world.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      }),
    );
    expect([answer.status, code(answer)]).toEqual([400, 'BAD_REQUEST']);
  }
});

test('A12: introspection is off where it is not asked for, and on elsewhere', async () => {
  const hidden = [
    getIntrospectionQuery(),
    '{ __type(name: "User") { name } }',
    '{ a: __schema # \n { types { name } } }',
    'query { ...f } fragment f on Query { __schema { types { fields { type { fields { name } } } } } }',
  ];
  for (const query of hidden) {
    const answer = await ask(production.url, query);
    expect([answer.status, code(answer)]).toEqual([400, INVALID]);
  }
  expect((await ask(production.url, '{ __typename me { __typename } }')).data).toEqual({
    __typename: 'Query',
    me: null,
  });
  const open = await ask(world.url, getIntrospectionQuery());
  expect(open.errors).toBeUndefined();
  expect(open.text).not.toMatch(/usersByIds|secretNote|Audience|_entities/);
});

test('A13: misspelt names get no hint at others', async () => {
  const wrong = [
    '{ prodcts { totalCount } }',
    '{ products(sort: NEWST) { totalCount } }',
    '{ products(frst: 1) { totalCount } }',
    '{ products }',
    '{ user(id: "1") { secretNot } }',
  ];
  for (const query of wrong) {
    const { text } = await refused(query, INVALID);
    expect(text).not.toMatch(/did you mean|secretNote/i);
  }
  const { text } = await refused(
    'query Q($s: ProductSort) { products(sort: $s) { totalCount } }',
    'BAD_USER_INPUT',
    {
      variables: { s: 'NEWST' },
    },
  );
  expect(text).not.toMatch(/did you mean/i);
});

test('A14: what only the router asks of subgraphs is unknown to clients', async () => {
  const inner = [
    '{ _service { sdl } }',
    '{ x: _service { sdl } }',
    '{ _entities(representations: []) { __typename } }',
    'query { ...f } fragment f on Query { _service { sdl } }',
    '{ usersByIds(ids: []) { id } }',
  ];
  for (const query of inner) await refused(query, INVALID);
});

test('A19: names of object prototypes are harmless', async () => {
  await refused('{ __proto__: categories { id } }', INVALID);
  const answer = await ask(world.url, '{ constructor: categories { prototype: id } toString: __typename }');
  expect(answer.data).toMatchObject({ constructor: [{ prototype: 'c1' }], toString: 'Query' });
  const raw =
    '{"query":"query Q($constructor: Int) { products(first: $constructor) { totalCount } }","variables":{"__proto__":{"polluted":true},"constructor":1},"__proto__":{"polluted":true}}';
  const polluting = await read(
    await fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: raw,
    }),
  );
  expect(polluting.status).toBe(200);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('an operation that is not in the document is refused without echoing its name', async () => {
  const body = JSON.stringify({
    query: 'query A { __typename } query B { __typename }',
    operationName: 'x'.repeat(50_000),
  });
  const answer = await read(
    await fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    }),
  );
  expect([answer.status, code(answer)]).toEqual([400, 'OPERATION_RESOLUTION_FAILURE']);
  expect(answer.text.length).toBeLessThan(300);
});
