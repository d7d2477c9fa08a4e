import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { purgeChannel } from '../../kernel/redis.ts';
import { lateProxy } from '../support/lateProxy.ts';
import { accessToken, ask, plainServer, type Reply, startWorld, type World } from './fixtures.ts';

let world: World;
let redis: Redis;
/** A Redis of these tests' own, in a database that no other uses. */
const cacheUrl = (database: number): string => {
  const url = new URL(inject('stores').CACHE_REDIS_URL);
  url.pathname = `/${database}`;
  return url.href;
};
beforeAll(async () => {
  redis = new Redis(cacheUrl(11));
  await redis.flushdb();
  world = await startWorld({ CACHE_REDIS_URL: cacheUrl(11) });
});
afterAll(async () => {
  await world.stop();
  redis.disconnect();
});

const cacheOf = ({ headers }: Reply) => headers.get('x-cache');
const product = (id: string) => `{ product(id: "${id}") { id title } }`;
const until = async (condition: () => Promise<boolean>): Promise<void> => {
  const end = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('waited twenty seconds');
    await wait(20);
  }
};

/** A purge reached this process, and what was asked for since is kept again. */
const forgottenOnce = async (url: string, query: string): Promise<void> => {
  for (const state of ['MISS', 'HIT']) await until(async () => cacheOf(await ask(url, query)) === state);
};

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

test('another process of the router finds the answer in Redis', async () => {
  const beside = await startWorld({ CACHE_REDIS_URL: cacheUrl(11) });
  const kept = await redis.dbsize();
  await ask(world.url, product('shared'));
  await until(async () => (await redis.dbsize()) > kept);
  const found = await ask(beside.url, product('shared'));
  expect(cacheOf(found)).toBe('HIT');
  expect(beside.calls.products).toBe(0);
  await beside.stop();
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

test('a mutation makes the answers of its subgraph forgotten, in all processes', async () => {
  const beside = await startWorld({ CACHE_REDIS_URL: cacheUrl(11) });
  for (const { url } of [world, beside]) await ask(url, product('m'));
  for (const { url } of [world, beside]) expect(cacheOf(await ask(url, product('m')))).toBe('HIT');
  await ask(beside.url, 'mutation { productTouch(id: "m") { id } }');
  await forgottenOnce(world.url, product('m'));
  await ask(beside.url, 'mutation { productTouch(id: "m") { id } }');
  expect(cacheOf(await ask(beside.url, product('m')))).toBe('MISS');
  await beside.stop();
});

test('who changes the catalogue elsewhere purges by tag', async () => {
  await ask(world.url, product('t'));
  expect(cacheOf(await ask(world.url, product('t')))).toBe('HIT');
  await redis.publish(purgeChannel(redis), JSON.stringify(['products']));
  await redis.publish(purgeChannel(redis), 'nonsense');
  await until(async () => cacheOf(await ask(world.url, product('t'))) === 'MISS');
});

test('another shop on the same Redis purges its own answers alone', async () => {
  const neighbour = await startWorld({ CACHE_REDIS_URL: cacheUrl(14) });
  for (const id of ['n', 'later']) for (const { url } of [world, neighbour]) await ask(url, product(id));
  await ask(neighbour.url, 'mutation { productTouch(id: "n") { id } }');
  expect(cacheOf(await ask(neighbour.url, product('n')))).toBe('MISS');
  await redis.publish(purgeChannel(redis), '["product:later"]');
  await forgottenOnce(world.url, product('later'));
  expect(cacheOf(await ask(world.url, product('n')))).toBe('HIT');
  await neighbour.stop();
});

test('a change of one product makes its page forgotten and not another’s; a new one, the lists', async () => {
  const pages = {
    one: product('one'),
    other: product('other'),
    unnamed: '{ product(slug: "one") { title } }',
    list: '{ products(first: 2) { nodes { id } } }',
  };
  const states = async () =>
    Object.fromEntries(await Promise.all(Object.entries(pages).map(async ([name, query]) => [name, cacheOf(await ask(world.url, query))])));
  const kept = { one: 'HIT', other: 'HIT', unnamed: 'HIT', list: 'HIT' };
  await states();
  expect(await states()).toEqual(kept);
  await redis.publish(purgeChannel(redis), '["product:one"]');
  await forgottenOnce(world.url, pages.one);
  expect(await states()).toEqual({ ...kept, unnamed: 'MISS' });
  await redis.publish(purgeChannel(redis), '["product:new","products:list"]');
  await forgottenOnce(world.url, pages.list);
  expect(await states()).toEqual({ ...kept, unnamed: 'MISS' });
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

test('a Redis that comes up a little after the router loses none of the first answers', async () => {
  const url = new URL(cacheUrl(13));
  const late = await lateProxy(Number(url.port));
  url.port = String(late.port);
  const early = await startWorld({ CACHE_REDIS_URL: url.href });
  expect(cacheOf(await ask(early.url, product('early')))).toBe('MISS');
  await until(async () => /db=13 .*cmd=subscribe/.test(String(await redis.client('LIST'))));
  for (let i = 0; i < 10; i++) expect(cacheOf(await ask(early.url, product('early')))).toBe('HIT');
  expect(early.calls.products).toBe(1);
  await early.stop();
  await late.close();
});

test('while a subgraph is down, what it said before stands in', async () => {
  let down = false;
  const flaky = await plainServer((request, response) => {
    if (down) return void request.socket.destroy();
    const headers = { 'content-type': 'application/json', 'cache-control': 'max-age=1, public' };
    response.writeHead(200, headers).end('{"data":{"product":{"id":"s","title":"Kept"}}}');
  });
  const broken = await startWorld({ PRODUCTS_URL: `${flaky.url}/graphql`, CACHE_REDIS_URL: cacheUrl(11) });
  expect(cacheOf(await ask(broken.url, product('s')))).toBe('MISS');
  down = true;
  await until(async () => cacheOf(await ask(broken.url, product('s'))) === 'STALE');
  const stale = await ask(broken.url, product('s'));
  expect(stale.data).toEqual({ product: { id: 's', title: 'Kept' } });
  expect(stale.headers.get('cache-control')).toBe('public, max-age=0');
  down = false;
  await until(async () => cacheOf(await ask(broken.url, product('s'))) !== 'STALE');
  await broken.stop();
  await flaky.stop();
});

test('an error is not kept', async () => {
  for (let i = 0; i < 2; i++) expect(cacheOf(await ask(world.url, '{ breakDown product(id: "e") { id } }'))).not.toBe('HIT');
});

test('B08: an ended session can no longer change anything nor use its role', async () => {
  const sid = 'sess_ended';
  const token = await accessToken({ sid, role: 'STAFF' });
  await redis.set(`session:revoked:${sid}`, '1', 'EX', 300);
  const touch = 'mutation { cartTouch(id: "c") { id } }';
  for (const query of [touch, '{ orders { totalCount } }']) expect((await ask(world.url, query, { token })).status).toBe(401);
  expect((await ask(world.url, touch, { token: await accessToken() })).status).toBe(200);
});

test('without Redis the router serves as before', async () => {
  const alone = await startWorld({ CACHE_REDIS_URL: 'redis://127.0.0.1:9/0', RATE_LIMIT_POINTS: '50' });
  const token = await accessToken({ role: 'STAFF' });
  expect((await ask(alone.url, product('r'))).status).toBe(200);
  expect(cacheOf(await ask(alone.url, product('r')))).toBe('HIT');
  expect((await ask(alone.url, '{ orders { totalCount } }', { token })).status).toBe(200);
  expect((await ask(alone.url, 'mutation { cartTouch(id: "c") { id } }', { token })).status).toBe(200);
  expect((await fetch(`${alone.url}/readyz`)).status).toBe(200);
  await alone.stop();
});

test('A26: a caller’s allowance is shared by all processes, and nobody else’s', async () => {
  const limited = { CACHE_REDIS_URL: cacheUrl(12), RATE_LIMIT_POINTS: '60', TRUSTED_PROXIES: '1' };
  const [one, two] = await Promise.all([startWorld(limited), startWorld(limited)]);
  const from = (url: string, ip: string, i: number) =>
    ask(url, `{ categories { id } } # ${i}`, { headers: { 'x-forwarded-for': `6.6.6.6, ${ip}` } });
  const answers: Reply[] = [];
  for (let i = 0; i < 110; i += 10)
    answers.push(...(await Promise.all(Array.from({ length: 10 }, (_, j) => from(j % 2 ? one.url : two.url, '203.0.113.1', i + j)))));
  const refused = answers.filter(({ status }) => status === 429);
  // Each got 55 of them, so that two which counted alone would refuse none.
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThanOrEqual(50);
  expect(refused[0]?.errors?.[0]?.extensions.code).toBe('RATE_LIMITED');
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await from(one.url, '203.0.113.2', 1)).status).toBe(200);
  expect(
    (await ask(one.url, '{ categories { id } }', { token: await accessToken(), headers: { 'x-forwarded-for': '203.0.113.1' } })).status,
  ).toBe(200);
  await Promise.all([one.stop(), two.stop()]);
});

test('a costly query takes more of the allowance than a cheap one', async () => {
  const limited = await startWorld({ RATE_LIMIT_POINTS: '60' });
  const costly = '{ products(first: 100) { nodes { id } } }';
  const statuses = [];
  for (let i = 0; i < 7; i++) statuses.push((await ask(limited.url, `${costly} # ${i}`)).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  await limited.stop();
});
