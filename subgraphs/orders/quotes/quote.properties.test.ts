import fc from 'fast-check';
import { expect, test } from 'vitest';
import { money } from '../../../kernel/money.ts';
import { aMethod, anItem, aPromotion, aQuoteOf, vat } from '../../../tests/support/aQuote.ts';
import type { Benefit } from '../promotions/promotion.ts';
import { type Quote, quote } from './quote.ts';

const RUNS = { numRuns: 10_000 };
const PATIENCE_MS = 120_000;
const CATEGORIES = ['a', 'b', 'c'];

const currency = fc.constantFrom('EUR', 'JPY', 'BHD');
const categories = fc.subarray(CATEGORIES);
const line = fc.record({ price: fc.integer({ min: 0, max: 1_000_000 }), quantity: fc.integer({ min: 1, max: 999 }), categories });
const benefit = fc.oneof(
  fc.record({ kind: fc.constant('PERCENTAGE' as const), basisPoints: fc.integer({ min: 100, max: 10_000 }) }),
  fc.record({ kind: fc.constant('FIXED_AMOUNT' as const), cents: fc.integer({ min: 1, max: 10_000_000 }) }),
  fc.record({ kind: fc.constant('FREE_SHIPPING' as const) }),
  fc.record({ kind: fc.constant('BUY_X_GET_Y' as const), buy: fc.integer({ min: 1, max: 5 }), get: fc.integer({ min: 1, max: 5 }) }),
);
const rate = fc.record({
  rate: fc.integer({ min: 0, max: 100_000 }),
  category: fc.option(fc.constantFrom(...CATEGORIES)),
  onShipping: fc.boolean(),
});
const shop = fc.record({
  currency,
  lines: fc.array(line, { minLength: 0, maxLength: 6 }),
  promotions: fc.array(fc.record({ benefit, categories }), { maxLength: 5 }),
  rates: fc.array(rate, { maxLength: 3 }),
  included: fc.boolean(),
  shipping: fc.integer({ min: 0, max: 100_000 }),
});
type Shop = typeof shop extends fc.Arbitrary<infer T> ? T : never;

const benefitOf = (given: Shop['promotions'][number]['benefit'], of: string): Benefit =>
  given.kind === 'FIXED_AMOUNT' ? { kind: given.kind, amount: money(given.cents, of) } : given;

const inputOf = (given: Shop) => {
  const { currency: of, lines, promotions, rates, included, shipping } = given;
  const items = lines.map((each) => [anItem(0, { price: money(each.price, of), categories: each.categories }), each.quantity] as const);
  const made = aQuoteOf(items, {
    promotions: promotions.map((each) => aPromotion(benefitOf(each.benefit, of), { categories: each.categories })),
    taxRates: rates.map((each) => vat(each.rate, { ...each, included })),
    shippingMethods: [aMethod(0, { price: money(shipping, of) })],
  });
  return { ...made, cart: { ...made.cart, currency: of } };
};

const sum = (values: readonly { amount: number }[]): number => values.reduce((all, { amount }) => all + amount, 0);
const total = ({ lines, shipping }: Quote): number => sum(lines.map((each) => each.total)) + shipping.amount;

test(
  'E05: lines and shipping add up to the total, and nothing is negative',
  () => {
    fc.assert(
      fc.property(shop, (given) => {
        const made = quote(inputOf(given));
        const { lines, subtotal, discount, shipping, tax, taxIncluded } = made;
        expect(total(made)).toBe(made.total.amount);
        expect(subtotal.amount - discount.amount + shipping.amount + (taxIncluded ? 0 : tax.amount)).toBe(made.total.amount);
        expect(sum(lines.map((each) => each.tax))).toBe(tax.amount);
        expect(sum(lines.map((each) => each.discount))).toBe(discount.amount);
        for (const amount of lines.flatMap((each) => [each.subtotal, each.discount, each.tax, each.total]))
          expect(amount.amount).toBeGreaterThanOrEqual(0);
        expect(Math.min(shipping.amount, discount.amount, tax.amount, made.total.amount)).toBeGreaterThanOrEqual(0);
      }),
      RUNS,
    );
  },
  PATIENCE_MS,
);

test(
  'what the promotions say they take off is what is taken off',
  () => {
    fc.assert(
      fc.property(shop, (given) => {
        const made = quote(inputOf(given));
        const saved = given.shipping - made.shipping.amount;
        expect(sum(made.promotions.map((each) => each.discount))).toBe(made.discount.amount + saved);
      }),
      RUNS,
    );
  },
  PATIENCE_MS,
);

test(
  'no single promotion would have been better for the buyer',
  () => {
    fc.assert(
      fc.property(shop, (given) => {
        const input = inputOf(given);
        const best = quote(input).discount.amount;
        for (const promotion of input.promotions)
          expect(quote({ ...input, promotions: [promotion] }).discount.amount).toBeLessThanOrEqual(best);
      }),
      { numRuns: 2000 },
    );
  },
  PATIENCE_MS,
);

test(
  'the order of promotions does not matter',
  () => {
    fc.assert(
      fc.property(shop, (given) => {
        const input = inputOf(given);
        expect(quote({ ...input, promotions: [...input.promotions].reverse() }).total).toEqual(quote(input).total);
      }),
      { numRuns: 2000 },
    );
  },
  PATIENCE_MS,
);
