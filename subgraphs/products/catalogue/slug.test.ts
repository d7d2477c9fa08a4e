import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSlug, slugOf, slugsToTry } from './slug.ts';

test('a slug is made of the words of a title', () => {
  expect(slugOf('Crème Brûlée — Torch №5!')).toBe('creme-brulee-torch-no5');
  expect(slugOf('***')).toBe('product');
});

test('whatever the title is, its slug is one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (title) => {
      expect(slugOf(title)).toSatisfy(isSlug);
    }),
  );
});

test('what could be mistaken for something else is no slug', () => {
  for (const text of ['', 'A', 'a b', '-a', 'a--b', 'a/b', 'a.b', '../a', 'a'.repeat(121)]) expect(isSlug(text), text).toBe(false);
});

test('a slug that is taken is followed by others', () => {
  expect(slugsToTry('mug', () => 'x1').slice(0, 3)).toEqual(['mug', 'mug-2', 'mug-3']);
});
