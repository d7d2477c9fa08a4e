import { expect, test } from 'vitest';
import { boundedNames } from './accessLog.ts';

test('the first two hundred names are kept as they are, and all others are one', () => {
  const nameOf = boundedNames(null);
  const first = Array.from({ length: 200 }, (_, i) => `Query${i}`);
  expect(first.map(nameOf)).toEqual(first);
  expect([nameOf('Query200'), nameOf('Query7'), nameOf(null)]).toEqual(['other', 'Query7', 'anonymous']);
});

test('a name that is too long is none of the two hundred', () => {
  const nameOf = boundedNames(null);
  expect(nameOf('x'.repeat(65))).toBe('other');
  expect(nameOf('x'.repeat(64))).toHaveLength(64);
});

test('where the shop lists its documents, their names alone are known', () => {
  const nameOf = boundedNames(new Set(['Basket']));
  expect([nameOf('Basket'), nameOf('Checkout'), nameOf(null)]).toEqual(['Basket', 'other', 'anonymous']);
});
