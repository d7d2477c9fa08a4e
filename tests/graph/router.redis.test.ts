import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../support/client.ts';
import { lateProxy } from '../support/lateProxy.ts';
import { cacheAt } from '../support/stores.ts';
import { cacheOf, product, startCachedWorld } from './fixtures.cache.ts';
import { accessToken, ask, startWorld } from './fixtures.ts';

const CACHE = 8;
let world: Awaited<ReturnType<typeof startCachedWorld>>;
beforeAll(async () => {
  world = await startCachedWorld(CACHE);
});
afterAll(() => world.stop());

test('another process of the router finds the answer in Redis', async () => {
  const beside = await startWorld({ CACHE_REDIS_URL: cacheAt(CACHE) });
  const kept = await world.redis.dbsize();
  await ask(world.url, product('shared'));
  await until('the answer in Redis', async () => (await world.redis.dbsize()) > kept);
  const found = await ask(beside.url, product('shared'));
  expect(cacheOf(found)).toBe('HIT');
  expect(beside.calls.products).toBe(0);
  await beside.stop();
});

test('a Redis that comes up a little after the router loses none of the first answers', async () => {
  const url = new URL(cacheAt(13));
  const late = await lateProxy(Number(url.port));
  url.port = String(late.port);
  const early = await startWorld({ CACHE_REDIS_URL: url.href });
  expect(cacheOf(await ask(early.url, product('early')))).toBe('MISS');
  await until('the subscriber', async () =>
    /db=13 .*cmd=subscribe/.test(String(await world.redis.client('LIST'))),
  );
  for (let i = 0; i < 10; i++) expect(cacheOf(await ask(early.url, product('early')))).toBe('HIT');
  expect(early.calls.products).toBe(1);
  await early.stop();
  await late.close();
});

test('B08: an ended session can no longer change anything nor use its role', async () => {
  const sid = 'sess_ended';
  const token = await accessToken({ sid, role: 'STAFF' });
  await world.redis.set(`session:revoked:${sid}`, '1', 'EX', 300);
  const touch = 'mutation { cartTouch(id: "c") { id } }';
  for (const query of [touch, '{ orders { totalCount } }'])
    expect((await ask(world.url, query, { token })).status).toBe(401);
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
