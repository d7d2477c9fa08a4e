import { expect, test } from 'vitest';
import { newId, type VariantId } from '../../kernel/ids.ts';
import { done } from '../../kernel/outcome.ts';
import { aCart, codeOf, got, lineId, onSale, quantities } from '../../tests/support/aCart.ts';
import { merge, mergeable } from './merge.ts';
import { price } from './pricing.ts';

const [mug, pot] = [newId('var'), newId('var')];

test('quantities are summed and capped at stock, codes joined, nothing lost', () => {
  const own = { ...aCart([mug, 3]), owner: newId('user'), promotionCodes: ['A'] };
  const guests = { ...aCart([mug, 2], [pot, 1]), promotionCodes: ['B'] };
  const merged = got(merge(own, guests, onSale([mug, 4], [pot, 9]), lineId));
  expect(quantities(merged)).toEqual([
    [mug, 4],
    [pot, 1],
  ]);
  expect(merged.promotionCodes).toEqual(['A', 'B']);
});

test('keeps what is sold out or no longer sold, with a warning, and adds up what both carts have of it', () => {
  const gone = newId('var');
  const forSale = onSale([mug, 0], [pot, 9]);
  const merged = got(merge(aCart([gone, 1]), aCart([mug, 2], [gone, 3], [pot, 1]), forSale, lineId));
  expect(quantities(merged)).toEqual([
    [gone, 4],
    [pot, 1],
    [mug, 2],
  ]);
  expect(price(merged, forSale).warnings.map(({ code }) => code)).toEqual([
    'VARIANT_UNAVAILABLE',
    'OUT_OF_STOCK',
  ]);
  expect(quantities(got(merge(aCart(), aCart([gone, 3]), forSale, lineId)))).toEqual([[gone, 3]]);
});

test('refuses a cart in another currency, and one too full', () => {
  const dollars = { ...aCart([mug, 1]), currency: 'USD' };
  expect(codeOf(merge(aCart([pot, 1]), dollars, onSale([pot, 9]), lineId))).toBe('CURRENCY_MISMATCH');
  const many = aCart(...Array.from({ length: 100 }, (): [VariantId, number] => [newId('var'), 1]));
  expect(codeOf(merge(aCart([pot, 1]), many, onSale([pot, 9]), lineId))).toBe('LIMIT_EXCEEDED');
});

test('merging the same cart again changes nothing', () => {
  const guests = aCart([mug, 2]);
  const once = got(merge(aCart(), guests, onSale([mug, 9]), lineId));
  expect(merge(once, guests, onSale([mug, 9]), lineId)).toEqual(done(once));
});

test('what is priced in another currency by now stays as well', () => {
  const forSale = onSale([mug, 9], [pot, 9, 700, 'USD']);
  expect(quantities(got(merge(aCart([mug, 1]), aCart([pot, 2], [mug, 1]), forSale, lineId)))).toEqual([
    [mug, 2],
    [pot, 2],
  ]);
});

test('an empty cart takes the currency of the other one, and takes nothing from an empty one', () => {
  const dollars = { ...aCart([mug, 1]), currency: 'USD' };
  expect(got(merge(aCart(), dollars, onSale([mug, 9, 500, 'USD']), lineId)).currency).toBe('USD');
  expect(
    got(merge(aCart([mug, 1]), { ...aCart(), currency: 'USD' }, onSale([mug, 9]), lineId)).currency,
  ).toBe('EUR');
});

test('whether two carts can be one is known before anything changes: by their currencies and their different items', () => {
  const dollars = { ...aCart([mug, 1]), currency: 'USD' };
  expect(codeOf(mergeable(aCart([pot, 1]), dollars))).toBe('CURRENCY_MISMATCH');
  expect(
    [mergeable(aCart(), dollars), mergeable({ ...aCart([pot, 1]), merged: [dollars.id] }, dollars)].map(
      codeOf,
    ),
  ).toEqual(['done', 'done']);
  const many = aCart(...Array.from({ length: 100 }, (): [VariantId, number] => [newId('var'), 1]));
  expect(codeOf(mergeable(aCart([pot, 1]), many))).toBe('LIMIT_EXCEEDED');
  expect(codeOf(mergeable(many, { ...many, id: dollars.id }))).toBe('done');
});
