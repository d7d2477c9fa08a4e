import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { shortLived } from './shortLived.ts';

test('an entry is there for its time', () => {
  const cache = shortLived<string, string>({ max: 10, ttl: 60_000 });
  cache.set('a', 'one');
  expect(cache.get('a')).toBe('one');
});

test('what has ended makes room by itself', async () => {
  const cache = shortLived<string, string>({ max: 1_000, ttl: 20 });
  for (let i = 0; i < 500; i++) cache.set(`key ${i}`, 'value');
  await wait(50);
  cache.set('last', 'value', 60_000);
  expect(cache.size()).toBe(1);
  expect(cache.get('last')).toBe('value');
});

test('of too many the least used goes', () => {
  const cache = shortLived<string, string>({ max: 2, ttl: 60_000 });
  for (const key of ['a', 'b', 'c']) cache.set(key, key);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([undefined, 'b', 'c']);
});
