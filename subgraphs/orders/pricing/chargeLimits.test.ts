import fc from 'fast-check';
import { expect, test } from 'vitest';
import { money } from '../../../kernel/money.ts';
import { aMethod, anItem, aPromotion, aQuoteOf, percent, vat } from '../../../tests/support/aQuote.ts';
import type { ChargeLimits } from './chargeLimits.ts';
import { quote } from './quote.ts';

const LIMITS: ChargeLimits = new Map([
  ['EUR', { minimum: 50, maximum: 99_999_999, increment: 1 }],
  ['BHD', { minimum: 10, maximum: 99_999_990, increment: 10 }],
  ['MGA', { minimum: 100, maximum: 9_999_999_900, increment: 100 }],
]);
type Over = Parameters<typeof aQuoteOf>[1];
const quoteIn = (currency: string, price: number, quantity = 1, over: Over = {}, shipping = 0) => {
  const shippingMethods = [aMethod(0, { price: money(shipping, currency) })];
  const given = aQuoteOf([[anItem(0, { price: money(price, currency) }), quantity]], {
    shippingMethods,
    chargeLimits: LIMITS,
    ...over,
  });
  return quote({ ...given, cart: { ...given.cart, currency } });
};
const codes = (made: ReturnType<typeof quote>) => made.problems.map(({ code }) => code);

test('R03: a total outside the provider’s limits is a problem of the quote', () => {
  expect(codes(quoteIn('EUR', 49))).toEqual(['TOTAL_TOO_SMALL']);
  expect(codes(quoteIn('EUR', 50))).toEqual([]);
  expect(codes(quoteIn('EUR', 99_999_999))).toEqual([]);
  expect(codes(quoteIn('EUR', 50_000_000, 2))).toEqual(['TOTAL_TOO_LARGE']);
  expect(codes(quoteIn('KPW', 5_000))).toEqual(['CURRENCY_UNSUPPORTED']);
});

test('R09: the report’s case, 30 cents with free shipping, cannot be checked out', () => {
  const promotions = [aPromotion({ kind: 'FREE_SHIPPING' })];
  const made = quoteIn('EUR', 30, 1, { promotions }, 490);
  expect([made.total, codes(made)]).toEqual([money(30, 'EUR'), ['TOTAL_TOO_SMALL']]);
});

test('R03: a free order is possible in every currency, and a total below the minimum may still grow by shipping', () => {
  for (const currency of ['EUR', 'KPW']) expect(codes(quoteIn(currency, 0))).toEqual([]);
  expect(codes(quoteIn('EUR', 30, 1, { shippingMethodId: null }))).toEqual(['SHIPPING_METHOD_UNAVAILABLE']);
  expect(codes(quoteIn('EUR', 30, 1, { chargeLimits: null }))).toEqual([]);
});

test('R03: prices are rounded to the provider’s increment, half up, and never to zero', () => {
  for (const [price, charged] of [
    [1_994, 1_990],
    [1_995, 2_000],
    [4, 10],
  ] as const)
    expect(quoteIn('BHD', price, 3)).toMatchObject({
      subtotal: money(3 * charged, 'BHD'),
      total: money(3 * charged, 'BHD'),
    });
  expect(quoteIn('MGA', 1_234_56).total).toEqual(money(1_235_00, 'MGA'));
});

test('R03: for any cart, every charged amount is a multiple of the increment, and all add up', () => {
  const shop = fc.record({
    currency: fc.constantFrom('BHD', 'MGA'),
    prices: fc.array(fc.tuple(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 1, max: 7 })), {
      minLength: 1,
      maxLength: 5,
    }),
    off: fc.integer({ min: 1, max: 100 }),
    fixed: fc.integer({ min: 1, max: 99_999 }),
    rate: fc.integer({ min: 0, max: 30_000 }),
    included: fc.boolean(),
    shipping: fc.integer({ min: 0, max: 9_999 }),
  });
  fc.assert(
    fc.property(shop, ({ currency, prices, off, fixed, rate, included, shipping }) => {
      const made = (() => {
        const items = prices.map(
          ([price, quantity]) => [anItem(0, { price: money(price, currency) }), quantity] as const,
        );
        const given = aQuoteOf(items, {
          shippingMethods: [aMethod(0, { price: money(shipping, currency) })],
          promotions: [percent(off), aPromotion({ kind: 'FIXED_AMOUNT', amount: money(fixed, currency) })],
          taxRates: [vat(rate, { included })],
          chargeLimits: LIMITS,
        });
        return quote({ ...given, cart: { ...given.cart, currency } });
      })();
      const step = LIMITS.get(currency)?.increment ?? 1;
      const charged = [
        made.subtotal,
        made.discount,
        made.shipping,
        made.total,
        ...made.lines.flatMap((line) => [line.unitPrice, line.total]),
      ];
      expect(charged.filter(({ amount }) => amount < 0 || amount % step !== 0)).toEqual([]);
      const lines = made.lines.reduce((all, line) => all + line.total.amount, 0);
      expect(lines + made.shipping.amount).toBe(made.total.amount);
      const tax = made.taxIncluded ? 0 : made.tax.amount;
      expect(made.subtotal.amount - made.discount.amount + made.shipping.amount + tax).toBe(
        made.total.amount,
      );
      expect(made.lines.reduce((all, line) => all + line.unitPrice.amount * line.quantity, 0)).toBe(
        made.subtotal.amount,
      );
    }),
    { numRuns: 500 },
  );
});
