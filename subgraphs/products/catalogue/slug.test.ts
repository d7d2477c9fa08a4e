import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSlug, readSlug, slugOf, slugsToTry, storedForms } from './slug.ts';

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
  for (const text of ['', 'A', 'a b', '-a', 'a--b', 'a/b', 'a.b', '../a', 'a'.repeat(256)])
    expect(isSlug(text), text).toBe(false);
});

test('a slug that is taken is followed by others', () => {
  expect(slugsToTry('mug', () => 'x1').slice(0, 3)).toEqual(['mug', 'mug-2', 'mug-3']);
});

test('R23: a slug keeps all letters and marks of its script, composed', () => {
  const expected: [string, string][] = [
    ['국 하나', '국-하나'],
    ['국 하나'.normalize('NFD'), '국-하나'],
    ['हिन्दी किताब', 'हिन्दी-किताब'],
    ['แก้วน้ำ', 'แก้วน้ำ'],
    ['ガラス', 'ガラス'],
    ['ｶﾞﾗｽ', 'ガラス'],
    ['தமிழ் கொடு', 'தமிழ்-கொடு'],
    ['كوب شاي', 'كوب-شاي'],
    ['שלום עולם', 'שלום-עולם'],
    ['Кружка Йод', 'кружка-йод'],
    ['Größe Straße Ørsted Łódź', 'grosse-strasse-orsted-lodz'],
    ['Nguyễn', 'nguyen'],
    ['😀 ★', 'product'],
    ['İstanbul', 'istanbul'],
  ];
  for (const [title, slug] of expected) expect(slugOf(title), title).toBe(slug);
  for (const [, slug] of expected) expect(isSlug(slug), slug).toBe(true);
});

test('R23: a slug is found in the forms that a browser sends', () => {
  const slug = slugOf('국 하나');
  expect(readSlug(encodeURIComponent(slug))).toBe(slug);
  expect(readSlug(slug.normalize('NFD'))).toBe(slug);
  expect(readSlug('BLUE-Mug')).toBe('blue-mug');
  expect(readSlug('100%')).toBe('100%');
  expect(storedForms(slug)).toContain(slug.normalize('NFD'));
});

test('R23: a long title is cut between letters, never within one', () => {
  expect(slugOf('น้ำ'.repeat(200))).toSatisfy(
    (slug: string) => slug.length <= 255 && slug.replaceAll('น้ำ', '') === '',
  );
});
