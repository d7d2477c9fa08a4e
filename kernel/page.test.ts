import { expect, test } from 'vitest';
import { z } from 'zod';
import { connection, cutPage, decodeCursor, encodeCursor, readFirst, readPage } from './page.ts';

const key = z.tuple([z.number(), z.string()]);

test('a cursor leads back to its key', () => {
  expect(decodeCursor('orders', key, encodeCursor('orders', [5, 'ord_1']))).toEqual([5, 'ord_1']);
});

test('a cursor of another list, of another shape or of no list is refused', () => {
  for (const cursor of [encodeCursor('users', [5, 'x']), encodeCursor('orders', ['5', 'x']), 'nonsense', ''])
    expect(() => decodeCursor('orders', key, cursor)).toThrow('does not belong');
});

test('A10: first is 1 to 100', () => {
  for (const first of [0, -1, 101, 99_999_999, 1.5]) expect(() => readFirst(first)).toThrow('1 to 100');
  expect(readFirst(undefined)).toBe(20);
  expect(readPage('orders', key, { first: 100 })).toEqual({ first: 100, after: null });
});

test('one row more than asked for tells that there are more', () => {
  const page = connection(cutPage([1, 2, 3], 2, 9), (row) => encodeCursor('rows', row));
  expect(page.nodes).toEqual([1, 2]);
  expect(page.totalCount).toBe(9);
  expect(page.pageInfo).toMatchObject({ hasNextPage: true, endCursor: encodeCursor('rows', 2) });
  expect(connection(cutPage([], 2, 0), String).pageInfo).toEqual({
    hasNextPage: false,
    hasPreviousPage: false,
    startCursor: null,
    endCursor: null,
  });
});
