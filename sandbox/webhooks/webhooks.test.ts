import { expect, test } from 'vitest';
import type { Delivery } from '../journal/world.ts';
import { choose } from './choose.ts';
import { tried } from './delivery.ts';
import { usual } from './settings.ts';
import { signatureOf } from './signature.ts';

const aDelivery = (id: string, nextAt = 0): Delivery => ({
  id,
  status: 'pending',
  attempts: 0,
  nextAt,
  lastAnswer: null,
});
const settings = usual('http://shop');

test('a 2xx is a delivery, anything else is tried again later and later', () => {
  expect(tried(aDelivery('a'), '204', 100, [1_000]).status).toBe('delivered');
  const once = tried(aDelivery('a'), '500', 100, [1_000, 2_000]);
  expect(once).toMatchObject({ status: 'pending', attempts: 1, nextAt: 1_100, lastAnswer: '500' });
  expect(tried(once, 'no connection', 1_100, [1_000, 2_000])).toMatchObject({
    status: 'pending',
    nextAt: 3_100,
  });
  expect(tried(once, '302', 1_100, [1_000])).toMatchObject({ status: 'abandoned', attempts: 2 });
});

test('what is due goes out, and the next look is when the next is due', () => {
  const { send, wakeIn } = choose(
    [aDelivery('a'), aDelivery('b', 500), aDelivery('c', 900)],
    settings,
    0,
    100,
  );
  expect([send.map(({ id }) => id), wakeIn]).toEqual([['a'], 400]);
});

test('eight are under way at most', () => {
  expect(
    choose(
      Array.from({ length: 20 }, (_, at) => aDelivery(String(at))),
      settings,
      3,
      1,
    ).send,
  ).toHaveLength(5);
});

test('reordered is the newest first, one by one', () => {
  const waiting = [aDelivery('a'), aDelivery('b')];
  expect(choose(waiting, { ...settings, reorder: true }, 0, 1).send.map(({ id }) => id)).toEqual(['b']);
  expect(choose(waiting, { ...settings, reorder: true }, 1, 1).send).toEqual([]);
});

test('nothing goes out while paused or without an address', () => {
  expect(choose([aDelivery('a')], { ...settings, paused: true }, 0, 1).send).toEqual([]);
  expect(choose([aDelivery('a')], usual(null), 0, 1).send).toEqual([]);
});

test('while a secret is being replaced each signs', () => {
  expect(signatureOf('{}', ['one', 'two'], 7)).toMatch(/^t=7,v1=[0-9a-f]{64},v1=[0-9a-f]{64}$/);
});
