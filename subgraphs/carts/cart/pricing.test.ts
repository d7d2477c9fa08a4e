import { expect, test } from 'vitest';
import { newId, newSecretId } from '../../../kernel/ids.ts';
import { type Cart, type CartLine, emptyCart } from './cart.ts';
import { price } from './pricing.ts';

const mug = newId('var');
const aLine = (over: Partial<CartLine> = {}): CartLine => ({
  id: newId('line'),
  variantId: mug,
  quantity: 3,
  seenPrice: 500,
  wanted: null,
  ...over,
});
const cartOf = (...lines: CartLine[]): Cart => ({ ...emptyCart(newSecretId('cart'), null, 'EUR', 0), lines });
const selling = (available: number, amount = 500) =>
  new Map([[mug, { available, price: { amount, currency: 'EUR' } }]]);
const codes = (cart: Cart, offers: ReturnType<typeof selling>) =>
  price(cart, offers).warnings.map(({ code }) => code);

test('lines and subtotal use current prices', () => {
  const priced = price(cartOf(aLine()), selling(9, 700));
  expect(priced.lines[0]).toMatchObject({
    unitPrice: { amount: 700 },
    total: { amount: 2100 },
    availableQuantity: 9,
  });
  expect(priced.subtotal).toEqual({ amount: 2100, currency: 'EUR' });
});

test('a cart that is as the buyer left it has no warnings', () => {
  expect(codes(cartOf(aLine()), selling(3))).toEqual([]);
});

test('each difference has its own warning', () => {
  expect(codes(cartOf(aLine()), selling(9, 501))).toEqual(['PRICE_CHANGED']);
  expect(codes(cartOf(aLine()), selling(2))).toEqual(['QUANTITY_REDUCED']);
  expect(codes(cartOf(aLine({ wanted: 9 })), selling(3))).toEqual(['QUANTITY_REDUCED']);
  expect(codes(cartOf(aLine()), selling(0))).toEqual(['OUT_OF_STOCK']);
  expect(codes(cartOf(aLine()), new Map())).toEqual(['VARIANT_UNAVAILABLE']);
});

test('E11: an item that is no longer sold keeps its last price and does not count towards the subtotal', () => {
  const priced = price(cartOf(aLine()), new Map());
  expect(priced.lines[0]).toMatchObject({ variant: null, unitPrice: { amount: 500 } });
  expect(priced.subtotal.amount).toBe(0);
});

test('E02: a sum beyond the integer range is refused, never rounded', () => {
  expect(() => price(cartOf(aLine({ quantity: 999 })), selling(999, 9_999_999_999_999))).toThrow('too large');
});
