import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, code, startWorld, type World } from './fixtures.ts';

let world: World;
let development: World;
beforeAll(async () => {
  [world, development] = await Promise.all([startWorld(), startWorld({ NODE_ENV: 'development' })]);
});
afterAll(() => Promise.all([world.stop(), development.stop()]));

const total = () => Object.values(world.calls).reduce((a, b) => a + b, 0);
/** Refused as a whole before the first field, which is a change, was executed. */
const refused = async (query: string, variables: object, expected = 'BAD_USER_INPUT'): Promise<string> => {
  const before = total();
  const answer = await ask(world.url, query, { variables });
  expect([answer.status, code(answer), answer.data], answer.text.slice(0, 400)).toEqual([
    400,
    expected,
    undefined,
  ]);
  expect(total(), 'no subgraph was asked').toBe(before);
  return answer.errors?.[0]?.message ?? '';
};

const FIRST = 'first: productTouch(id: "p1") { id }';
const VARIABLE = `mutation ($count: SafeInt) { ${FIRST} second: scalarsTouch(count: $count) { id } }`;
const AT = `mutation ($at: DateTime) { ${FIRST} second: scalarsTouch(at: $at) { id } }`;
const INPUT = `mutation ($input: ScalarsInput) { ${FIRST} second: scalarsTouch(input: $input) { id } }`;

test.each([
  [VARIABLE, { count: 'x' }, 'Variable "$count": expected an integer within ±(2^53 - 1), given "x".'],
  [VARIABLE, { count: 1.5 }, 'given 1.5.'],
  [VARIABLE, { count: { a: 1 } }, 'given an object.'],
  [VARIABLE, { count: 2 ** 53 }, 'Variable "$count"'],
  [INPUT, { input: { name: 'a', count: 'x' } }, 'Variable "$input.count"'],
  [
    INPUT,
    { input: { name: 'a', inner: { name: 'b', url: 'ftp://x' } } },
    'Variable "$input.inner.url": expected an absolute http(s) URL',
  ],
  [INPUT, { input: { name: 'a', currency: 'XYZ' } }, 'Variable "$input.currency"'],
  [INPUT, { input: { name: 'a', sort: 'OLDEST' } }, 'Variable "$input.sort"'],
  [
    INPUT,
    { input: { name: 'a', tags: ['b', 7] } },
    'Variable "$input.tags[1]": expected a text, given a number.',
  ],
  [INPUT, { input: { name: 'a', other: 1 } }, 'other'],
  [INPUT, { input: {} }, 'name'],
  [INPUT, { input: 'x' }, 'Variable "$input"'],
  [
    'mutation ($id: ID!) { productTouch(id: $id) { id } }',
    {},
    'Variable "$id": a value of type ID! is required.',
  ],
  ['mutation ($id: ID!) { productTouch(id: $id) { id } }', { id: null }, 'given null'],
])(
  'R04, R33: a malformed variable is 400 with its place before anything runs: %s %j',
  async (query, variables, message) => {
    expect(await refused(query, variables)).toContain(message);
  },
);

test.each([
  'count: "x"',
  'count: 1.5',
  'count: 9007199254740993',
  'at: "yesterday"',
  'at: 5',
  'input: { name: "a", url: "no address" }',
  'input: { name: "a", inner: { name: "b", currency: "eur!" } }',
])('R04: a malformed literal is 400 before anything runs: %s', async (argument) => {
  await refused(`mutation { ${FIRST} second: scalarsTouch(${argument}) { id } }`, {});
});

test('R04: so is a malformed default of a variable, and a literal in a fragment', async () => {
  await refused(
    `mutation ($count: SafeInt = "x") { ${FIRST} second: scalarsTouch(count: $count) { id } }`,
    {},
  );
  await refused(
    `mutation { ${FIRST} ...more } fragment more on Mutation { scalarsTouch(count: "x") { id } }`,
    {},
  );
});

test('R04: a file cannot be a literal or a text, and nothing before it is executed', async () => {
  await refused(`mutation { ${FIRST} pictureUpload(file: "x") { bytes } }`, {});
  await refused(`mutation { ${FIRST} picturesUpload(files: ["x"]) { bytes } }`, {});
  await refused(`mutation ($file: Upload!) { ${FIRST} pictureUpload(file: $file) { bytes } }`, { file: 'x' });
});

test('R04: an input that holds inputs of its own kind without end is refused', async () => {
  const deep = (levels: number): string =>
    `${'{"name":"a","inner":'.repeat(levels)}{"name":"a"}${'}'.repeat(levels)}`;
  const post = async (levels: number) => {
    const body = `{"query":${JSON.stringify(INPUT)},"variables":{"input":${deep(levels)}}}`;
    const answer = await fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return [
      answer.status,
      (await answer.text()).includes('Variable \\"$input\\": expected at most 50 levels of nesting.'),
    ];
  };
  expect(await post(40)).toEqual([200, false]);
  expect(await post(4_000)).toEqual([400, true]);
});

test('R04: a document that is kept is checked with the variables of each request', async () => {
  expect((await ask(world.url, VARIABLE, { variables: { count: 7 } })).status).toBe(200);
  await refused(VARIABLE, { count: '7' });
  expect((await ask(world.url, VARIABLE, { variables: { count: 8 } })).status).toBe(200);
});

test('R33: what may be a secret is not repeated', async () => {
  expect(await refused(INPUT, { input: { name: 'a', secret: 123456789 } })).toBe(
    'Variable "$input.secret": expected a text, given a number.',
  );
  const literal = 'mutation { scalarsTouch(input: { name: "a", secret: 123456789 }) { id } }';
  expect(await refused(literal, {}, 'GRAPHQL_VALIDATION_FAILED')).toBe(
    'String cannot represent a non string value.',
  );
  const message = await refused(INPUT, { input: { secret: 'hunter2hunter2' } });
  expect(message).not.toContain('hunter2');
});

test('R33: names that are nearly right are suggested in development, and nowhere else', async () => {
  const misspelt = '{ prodct(id: "p1") { id } }';
  expect((await ask(development.url, misspelt)).text).toMatch(/Did you mean/);
  expect((await ask(development.url, INPUT, { variables: { input: { nam: 'a' } } })).text).toMatch(
    /Did you mean/,
  );
  expect((await ask(world.url, misspelt)).text).not.toMatch(/Did you mean/);
});

test.each([
  '2026-02-30T00:00:00Z',
  '2026-04-31T00:00:00Z',
  '2025-02-29T00:00:00Z',
  '1900-02-29T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-10T00:00:00Z',
  '2026-01-00T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T23:60:00Z',
  '2026-01-01T23:59:60Z',
  '2026-01-01T00:00:00+24:00',
  '2026-01-01T00:00:00+01:60',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+14:00',
  '9999-12-31T23:59:59-14:00',
  '+012026-01-01T00:00:00Z',
  '2026-01-01',
  '2026-01-01T00:00:00',
])('R15: no such instant: %s', async (at) => {
  expect(await refused(AT, { at })).toContain('Variable "$at"');
  await refused(`mutation { scalarsTouch(at: "${at}") { id } }`, {});
});

test.each([
  '2024-02-29T00:00:00Z',
  '2000-02-29T12:30:15.123Z',
  '2026-12-31T23:59:59+14:00',
  '2026-01-01T00:00Z',
  '0001-01-01T00:00:00Z',
])('R15: a real instant is taken: %s', async (at) => {
  expect((await ask(world.url, AT, { variables: { at } })).status).toBe(200);
});

const LONE = '\ud83d';
test.each([
  [{ name: LONE }, '$input.name'],
  [{ name: `a${'\udc00'}b` }, '$input.name'],
  [{ name: 'a\0' }, '$input.name'],
  [{ name: 'a', tags: ['b', LONE] }, '$input.tags[1]'],
  [{ name: 'a', inner: { name: LONE } }, '$input.inner.name'],
])('C05: text that no store takes is refused with its place: %j', async (input, place) => {
  expect(await refused(INPUT, { input })).toContain(`Variable "${place}"`);
});

test('C05: also as an id, as a literal in both forms, and nested without end; whole characters are taken', async () => {
  await refused('mutation ($id: ID!) { productTouch(id: $id) { id } }', { id: LONE });
  await refused('mutation { productTouch(id: "\\ud83d") { id } }', {}, 'GRAPHQL_PARSE_FAILED');
  await refused(`mutation { productTouch(id: "${LONE}") { id } }`, {}, 'GRAPHQL_PARSE_FAILED');
  await refused('mutation { productTouch(id: "a\\u0000") { id } }', {});
  const body = `{"query":"mutation ($id: ID!) { productTouch(id: $id) { id } }","variables":{"id":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`;
  const nested = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const { errors } = (await nested.json()) as { errors: { extensions: { code: string } }[] };
  expect([nested.status, errors[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  expect((await ask(world.url, INPUT, { variables: { input: { name: '😀 ñ 한' } } })).status).toBe(200);
});

test('R05: all that introspection has is answered, alone, with data, in fragments and with variables', async () => {
  const options = {
    descriptions: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  };
  const whole = await ask(world.url, getIntrospectionQuery(options));
  expect(whole.status).toBe(200);
  expect(whole.errors).toBeUndefined();
  const one = await ask(world.url, '{ __type(name: "ScalarsInput") { isOneOf } }');
  expect(one.data).toEqual({ __type: { isOneOf: false } });
  const mixed = await ask(
    world.url,
    'query ($name: String!) { ...schema product(id: "p1") { title } } fragment schema on Query { __type(name: $name) { isOneOf kind } __typename }',
    { variables: { name: 'Product' } },
  );
  expect(mixed.data).toEqual({
    __type: { isOneOf: null, kind: 'OBJECT' },
    __typename: 'Query',
    product: { title: 'Product p1' },
  });
  const fragments = await ask(
    world.url,
    '{ __type(name: "Product") { ...type } product(id: "p1") { ...title } } fragment type on __Type { isOneOf specifiedByURL } fragment title on Product { title }',
  );
  expect(fragments.data).toEqual({
    __type: { isOneOf: null, specifiedByURL: null },
    product: { title: 'Product p1' },
  });
  const both = await ask(
    world.url,
    getIntrospectionQuery(options).replace('__schema {', 'product(id: "p1") { title } __schema {'),
  );
  expect([both.status, both.data?.product]).toEqual([200, { title: 'Product p1' }]);
  const mutation = await ask(world.url, 'mutation { __typename productTouch(id: "p1") { id __typename } }');
  expect(mutation.data).toEqual({
    __typename: 'Mutation',
    productTouch: { id: 'p1', __typename: 'Product' },
  });
});
