import { expect, test } from 'vitest';
import { newId, newSecretId } from '../../kernel/ids.ts';
import { type Cart, emptyCart, type Line } from './cart.ts';
import { price } from './pricing.ts';

const mug = newId('var');
const aLine = (over: Partial<Line> = {}): Line => ({
  id: newId('line'),
  variantId: mug,
  quantity: 3,
  seenPrice: 500,
  wanted: null,
  ...over,
});
const cartOf = (...lines: Line[]): Cart => ({ ...emptyCart(newSecretId('cart'), null, 'EUR', 0), lines });
const selling = (available: number, amount = 500) =>
  new Map([[mug, { available, price: { amount, currency: 'EUR' } }]]);
const codes = (cart: Cart, forSale: ReturnType<typeof selling>) =>
  price(cart, forSale).warnings.map(({ code }) => code);

test('lines and subtotal are at the live price', () => {
  const priced = price(cartOf(aLine()), selling(9, 700));
  expect(priced.lines[0]).toMatchObject({
    unitPrice: { amount: 700 },
    total: { amount: 2100 },
    availableQuantity: 9,
  });
  expect(priced.subtotal).toEqual({ amount: 2100, currency: 'EUR' });
});

test('a cart as the buyer saw it has no warnings', () => {
  expect(codes(cartOf(aLine()), selling(3))).toEqual([]);
});

test('each difference has its warning', () => {
  expect(codes(cartOf(aLine()), selling(9, 501))).toEqual(['PRICE_CHANGED']);
  expect(codes(cartOf(aLine()), selling(2))).toEqual(['QUANTITY_REDUCED']);
  expect(codes(cartOf(aLine({ wanted: 9 })), selling(3))).toEqual(['QUANTITY_REDUCED']);
  expect(codes(cartOf(aLine()), selling(0))).toEqual(['OUT_OF_STOCK']);
  expect(codes(cartOf(aLine()), new Map())).toEqual(['VARIANT_UNAVAILABLE']);
});

test('E11: what is no longer sold keeps its last price to be recognised by, and counts for nothing', () => {
  const priced = price(cartOf(aLine()), new Map());
  expect(priced.lines[0]).toMatchObject({ variant: null, unitPrice: { amount: 500 } });
  expect(priced.subtotal.amount).toBe(0);
});

test('E02: a sum beyond what an integer holds is refused, never rounded', () => {
  expect(() => price(cartOf(aLine({ quantity: 999 })), selling(999, 9_999_999_999_999))).toThrow('too large');
});
