import { afterAll, beforeAll, expect, test } from 'vitest';
import { purgeChannel } from '../../kernel/redis.ts';
import { until } from '../support/client.ts';
import { cacheAt } from '../support/stores.ts';
import { cacheOf, product, startCachedWorld } from './fixtures.cache.ts';
import { ask, startWorld } from './fixtures.ts';

const CACHE = 10;
let world: Awaited<ReturnType<typeof startCachedWorld>>;
beforeAll(async () => {
  world = await startCachedWorld(CACHE);
});
afterAll(() => world.stop());

/** A purge reached this process, and what was asked for since is kept again. */
const forgottenOnce = async (url: string, query: string): Promise<void> => {
  for (const state of ['MISS', 'HIT'])
    await until(state, async () => cacheOf(await ask(url, query)) === state);
};

test('a mutation makes the answers of its subgraph forgotten, in all processes', async () => {
  const beside = await startWorld({ CACHE_REDIS_URL: cacheAt(CACHE) });
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
  await world.redis.publish(purgeChannel(world.redis), JSON.stringify(['products']));
  await world.redis.publish(purgeChannel(world.redis), 'nonsense');
  await until('the purge', async () => cacheOf(await ask(world.url, product('t'))) === 'MISS');
});

test('another shop on the same Redis purges its own answers alone', async () => {
  const neighbour = await startWorld({ CACHE_REDIS_URL: cacheAt(9) });
  for (const id of ['n', 'later']) for (const { url } of [world, neighbour]) await ask(url, product(id));
  await ask(neighbour.url, 'mutation { productTouch(id: "n") { id } }');
  expect(cacheOf(await ask(neighbour.url, product('n')))).toBe('MISS');
  await world.redis.publish(purgeChannel(world.redis), '["product:later"]');
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
    Object.fromEntries(
      await Promise.all(
        Object.entries(pages).map(async ([name, query]) => [name, cacheOf(await ask(world.url, query))]),
      ),
    );
  const kept = { one: 'HIT', other: 'HIT', unnamed: 'HIT', list: 'HIT' };
  await states();
  expect(await states()).toEqual(kept);
  await world.redis.publish(purgeChannel(world.redis), '["product:one"]');
  await forgottenOnce(world.url, pages.one);
  expect(await states()).toEqual({ ...kept, unnamed: 'MISS' });
  await world.redis.publish(purgeChannel(world.redis), '["product:new","products:list"]');
  await forgottenOnce(world.url, pages.list);
  expect(await states()).toEqual({ ...kept, unnamed: 'MISS' });
});
