import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../support/client.ts';
import { cacheAt } from '../support/stores.ts';
import { cacheOf, product, startCachedWorld } from './fixtures.cache.ts';
import { accessToken, ask, plainServer, startWorld, type World } from './fixtures.ts';

const CACHE = 11;
let world: World;
beforeAll(async () => {
  world = await startCachedWorld(CACHE);
});
afterAll(() => world.stop());

test('what everybody may see is asked of the subgraph once', async () => {
  const before = world.calls.products;
  const [first, second] = [await ask(world.url, product('a')), await ask(world.url, product('a'))];
  expect([cacheOf(first), cacheOf(second)]).toEqual(['MISS', 'HIT']);
  expect(second.text).toBe(first.text);
  expect(second.headers.get('cache-control')).toMatch(/^public, max-age=(59|60)$/);
  expect(second.headers.get('age')).toMatch(/^[01]$/);
  expect(second.headers.get('vary')).toMatch(/authorization/);
  expect(world.calls.products).toBe(before + 1);
});

test('other variables are another answer, their order is not', async () => {
  const query = 'query P($a: ID, $b: String) { product(id: $a, slug: $b) { id } }';
  const one = await ask(world.url, query, { variables: { a: 'x1', b: 's' } });
  const same = await ask(world.url, query, { variables: { b: 's', a: 'x1' } });
  const other = await ask(world.url, query, { variables: { a: 'x2', b: 's' } });
  expect([cacheOf(one), cacheOf(same), cacheOf(other)]).toEqual(['MISS', 'HIT', 'MISS']);
  expect(other.data).toEqual({ product: { id: 'x2' } });
});

test('G07: nothing of one caller is ever given to another', async () => {
  const queries = [
    '{ me { id email cart { id } } products(first: 1) { totalCount } }',
    '{ me { id } }',
    '{ cart(id: "c1") { id } }',
    '{ order(id: "o1") { number } }',
  ];
  const [alice, bob] = [await accessToken(), await accessToken()];
  for (const query of queries) {
    const asAlice = await ask(world.url, query, { token: alice });
    const asBob = await ask(world.url, query, { token: bob });
    for (let i = 0; i < 2; i++) {
      const asNobody = await ask(world.url, query);
      expect(cacheOf(asNobody)).not.toBe('HIT');
      if (query.includes('me')) expect(asNobody.data).toMatchObject({ me: null });
    }
    if (query.includes('me')) expect(asBob.data?.me).not.toEqual(asAlice.data?.me);
    for (const answer of [asAlice, asBob]) {
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(cacheOf(answer)).toBeNull();
    }
  }
  expect(await ask(world.url, product('a'), { token: alice }).then(cacheOf)).toBeNull();
});

test('I09: five hundred at once on a cold cache are one load', async () => {
  const before = world.calls.products;
  const answers = await Promise.all(Array.from({ length: 500 }, () => ask(world.url, product('herd'))));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(world.calls.products).toBe(before + 1);
});

test('an entity that everybody may see is asked for once, whatever the query', async () => {
  const before = world.calls.carts;
  const first = await ask(world.url, '{ products(first: 2) { nodes { id inCarts } } }');
  expect(world.calls.carts).toBe(before + 1);
  const more = await ask(world.url, '{ products(first: 3) { nodes { id inCarts } } }');
  expect(world.calls.carts).toBe(before + 2);
  expect(more.data).toEqual({ products: { nodes: [0, 1, 2].map((i) => ({ id: `p${i}`, inCarts: 2 })) } });
  const again = await ask(world.url, '{ products(first: 3) { totalCount nodes { id inCarts } } }');
  expect(world.calls.carts).toBe(before + 2);
  expect([first, more, again].map(cacheOf)).toEqual(['MISS', 'MISS', 'MISS']);
  await ask(world.url, '{ products(first: 3) { nodes { id inCarts } } }', { token: await accessToken() });
  expect(world.calls.carts).toBe(before + 3);
});

test('while a subgraph is down, what it said before stands in', async () => {
  let down = false;
  const flaky = await plainServer((request, response) => {
    if (down) return void request.socket.destroy();
    const headers = { 'content-type': 'application/json', 'cache-control': 'max-age=1, public' };
    response.writeHead(200, headers).end('{"data":{"product":{"id":"s","title":"Kept"}}}');
  });
  const broken = await startWorld({ PRODUCTS_URL: `${flaky.url}/graphql`, CACHE_REDIS_URL: cacheAt(CACHE) });
  expect(cacheOf(await ask(broken.url, product('s')))).toBe('MISS');
  down = true;
  await until('a stale answer', async () => cacheOf(await ask(broken.url, product('s'))) === 'STALE');
  const stale = await ask(broken.url, product('s'));
  expect(stale.data).toEqual({ product: { id: 's', title: 'Kept' } });
  expect(stale.headers.get('cache-control')).toBe('public, max-age=0');
  down = false;
  await until('a fresh answer', async () => cacheOf(await ask(broken.url, product('s'))) !== 'STALE');
  await broken.stop();
  await flaky.stop();
});

test('an error is not kept', async () => {
  for (let i = 0; i < 2; i++)
    expect(cacheOf(await ask(world.url, '{ breakDown product(id: "e") { id } }'))).not.toBe('HIT');
});
