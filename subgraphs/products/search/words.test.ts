import { expect, test } from 'vitest';
import { fold, termsOf, wordsOf } from './words.ts';

test('case, accents and apostrophes do not matter', () => {
  expect(fold('Crème BRÛLÉE Straße Men’s')).toBe('creme brulee strasse mens');
});

test('plurals do not matter', () => {
  expect(termsOf('Torches boxes mugs')).toEqual(termsOf('torch box mug'));
});

test('whatever is no letter and no digit only separates', () => {
  expect(wordsOf('.*(a+)+$ {"$gt":""} T-Shirt 3.5mm')).toEqual(['a', 'gt', 't', 'shirt', '3p5', 'mm']);
});

test('other scripts are words as well', () => {
  expect(wordsOf('Кружка 茶碗 كوب')).toEqual(['кружка', '茶碗', 'كوب']);
});

test('a term is listed once', () => {
  expect(termsOf('mug mugs MUG')).toEqual(['mug']);
});
