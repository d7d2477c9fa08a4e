import { expect, test } from 'vitest';
import { newId, type VariantId } from '../../../kernel/ids.ts';
import { done } from '../../../kernel/outcome.ts';
import { aCart, codeOf, got, lineId, onSale, quantities } from '../../../tests/support/aCart.ts';
import { canMerge, merge } from './merge.ts';
import { price } from './pricing.ts';

const mug = newId('var');
const pot = newId('var');

test('quantities are summed and capped at the stock, and codes are joined', () => {
  const own = { ...aCart([mug, 3]), owner: newId('user'), promotionCodes: ['A'] };
  const guestCart = { ...aCart([mug, 2], [pot, 1]), promotionCodes: ['B'] };
  const merged = got(merge(own, guestCart, onSale([mug, 4], [pot, 9]), lineId));
  expect(quantities(merged)).toEqual([
    [mug, 4],
    [pot, 1],
  ]);
  expect(merged.promotionCodes).toEqual(['A', 'B']);
});

test('items that are sold out or no longer sold are kept with a warning, and their quantities are summed', () => {
  const gone = newId('var');
  const offers = onSale([mug, 0], [pot, 9]);
  const merged = got(merge(aCart([gone, 1]), aCart([mug, 2], [gone, 3], [pot, 1]), offers, lineId));
  expect(quantities(merged)).toEqual([
    [gone, 4],
    [pot, 1],
    [mug, 2],
  ]);
  expect(price(merged, offers).warnings.map(({ code }) => code)).toEqual([
    'VARIANT_UNAVAILABLE',
    'OUT_OF_STOCK',
  ]);
  expect(quantities(got(merge(aCart(), aCart([gone, 3]), offers, lineId)))).toEqual([[gone, 3]]);
});

test('a cart in another currency or with too many items is refused', () => {
  const dollars = { ...aCart([mug, 1]), currency: 'USD' };
  expect(codeOf(merge(aCart([pot, 1]), dollars, onSale([pot, 9]), lineId))).toBe('CURRENCY_MISMATCH');
  const many = aCart(...Array.from({ length: 100 }, (): [VariantId, number] => [newId('var'), 1]));
  expect(codeOf(merge(aCart([pot, 1]), many, onSale([pot, 9]), lineId))).toBe('LIMIT_EXCEEDED');
});

test('merging the same cart again changes nothing', () => {
  const guestCart = aCart([mug, 2]);
  const once = got(merge(aCart(), guestCart, onSale([mug, 9]), lineId));
  expect(merge(once, guestCart, onSale([mug, 9]), lineId)).toEqual(done(once));
});

test('an item that is now priced in another currency is kept', () => {
  const offers = onSale([mug, 9], [pot, 9, 700, 'USD']);
  expect(quantities(got(merge(aCart([mug, 1]), aCart([pot, 2], [mug, 1]), offers, lineId)))).toEqual([
    [mug, 2],
    [pot, 2],
  ]);
});

test('an empty cart takes the currency of a cart with items, never that of another empty cart', () => {
  const dollars = { ...aCart([mug, 1]), currency: 'USD' };
  expect(got(merge(aCart(), dollars, onSale([mug, 9, 500, 'USD']), lineId)).currency).toBe('USD');
  expect(
    got(merge(aCart([mug, 1]), { ...aCart(), currency: 'USD' }, onSale([mug, 9]), lineId)).currency,
  ).toBe('EUR');
});

test('canMerge decides by the currencies and the number of different items', () => {
  const dollars = { ...aCart([mug, 1]), currency: 'USD' };
  expect(codeOf(canMerge(aCart([pot, 1]), dollars))).toBe('CURRENCY_MISMATCH');
  expect(
    [canMerge(aCart(), dollars), canMerge({ ...aCart([pot, 1]), merged: [dollars.id] }, dollars)].map(codeOf),
  ).toEqual(['done', 'done']);
  const many = aCart(...Array.from({ length: 100 }, (): [VariantId, number] => [newId('var'), 1]));
  expect(codeOf(canMerge(aCart([pot, 1]), many))).toBe('LIMIT_EXCEEDED');
  expect(codeOf(canMerge(many, { ...many, id: dollars.id }))).toBe('done');
});
