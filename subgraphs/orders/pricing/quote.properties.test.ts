import fc from 'fast-check';
import { expect, test } from 'vitest';
import { money } from '../../../kernel/money.ts';
import { aMethod, anItem, aPromotion, aQuoteOf, NOW, vat } from '../../../tests/support/aQuote.ts';
import type { Benefit, Candidate } from './promotion.ts';
import { type Quote, type QuoteInput, quote } from './quote.ts';

const RUNS = { numRuns: 10_000 };
const TIMEOUT_MS = 120_000;
const CATEGORIES = ['a', 'b', 'c'];

const currency = fc.constantFrom('EUR', 'JPY', 'BHD');
const categories = fc.subarray(CATEGORIES);
const line = fc.record({
  price: fc.integer({ min: 0, max: 1_000_000 }),
  quantity: fc.integer({ min: 1, max: 999 }),
  categories,
});
const benefit = fc.oneof(
  fc.record({ kind: fc.constant('PERCENTAGE' as const), basisPoints: fc.integer({ min: 100, max: 10_000 }) }),
  fc.record({ kind: fc.constant('FIXED_AMOUNT' as const), cents: fc.integer({ min: 1, max: 10_000_000 }) }),
  fc.record({ kind: fc.constant('FREE_SHIPPING' as const) }),
  fc.record({
    kind: fc.constant('BUY_X_GET_Y' as const),
    buy: fc.integer({ min: 1, max: 5 }),
    get: fc.integer({ min: 1, max: 5 }),
  }),
);
const rate = fc.record({
  rate: fc.integer({ min: 0, max: 100_000 }),
  category: fc.option(fc.constantFrom(...CATEGORIES)),
  onShipping: fc.boolean(),
});
/** What keeps a promotion from counting, whatever else is true. */
const HINDRANCES = {
  none: {},
  early: { startsAt: new Date(NOW.getTime() + 1) },
  over: { endsAt: NOW },
  usedUp: { limit: 3, redeemed: 3 },
  usedUpByBuyer: { limitPerCustomer: 1, redeemedByBuyer: 1 },
} as const;
const promotion = fc.record({
  benefit,
  categories,
  code: fc.option(fc.constantFrom('A', 'B', 'C', 'D')),
  minimum: fc.option(fc.integer({ min: 1, max: 3_000_000 })),
  hindrance: fc.constantFrom(
    'none' as const,
    'none' as const,
    'none' as const,
    ...(Object.keys(HINDRANCES) as (keyof typeof HINDRANCES)[]),
  ),
});
const shop = fc.record({
  currency,
  lines: fc.array(line, { minLength: 0, maxLength: 6 }),
  promotions: fc.uniqueArray(promotion, { maxLength: 5, selector: ({ code }) => code ?? Symbol() }),
  rates: fc.array(rate, { maxLength: 3 }),
  included: fc.boolean(),
  shipping: fc.integer({ min: 0, max: 100_000 }),
});
type Shop = typeof shop extends fc.Arbitrary<infer T> ? T : never;

const benefitOf = (given: Shop['promotions'][number]['benefit'], of: string): Benefit =>
  given.kind === 'FIXED_AMOUNT' ? { kind: given.kind, amount: money(given.cents, of) } : given;

const candidateOf = (
  { benefit: given, categories: of, code, minimum, hindrance }: Shop['promotions'][number],
  currency: string,
): Candidate =>
  aPromotion(benefitOf(given, currency), {
    ...{ categories: of, code, minimum: minimum === null ? null : money(minimum, currency) },
    ...HINDRANCES[hindrance],
  });

const inputOf = (given: Shop) => {
  const { currency: of, lines, promotions, rates, included, shipping } = given;
  const items = lines.map(
    (each) =>
      [anItem(0, { price: money(each.price, of), categories: each.categories }), each.quantity] as const,
  );
  const made = aQuoteOf(items, {
    promotions: promotions.map((each) => candidateOf(each, of)),
    taxRates: rates.map((each) => vat(each.rate, { ...each, included })),
    shippingMethods: [aMethod(0, { price: money(shipping, of) })],
  });
  return { ...made, cart: { ...made.cart, currency: of } };
};

const sum = (values: readonly { amount: number }[]): number =>
  values.reduce((all, { amount }) => all + amount, 0);
const total = ({ lines, shipping }: Quote): number => sum(lines.map((each) => each.total)) + shipping.amount;

test(
  'E05: lines and shipping add up to the total, and nothing is negative',
  () => {
    fc.assert(
      fc.property(shop, (given) => {
        const made = quote(inputOf(given));
        const { lines, subtotal, discount, shipping, tax, taxIncluded } = made;
        const amounts = [
          subtotal,
          discount,
          shipping,
          tax,
          made.total,
          ...lines.flatMap((each) => [each.subtotal, each.discount, each.tax, each.total]),
        ];
        expect({
          parts: total(made),
          whole: subtotal.amount - discount.amount + shipping.amount + (taxIncluded ? 0 : tax.amount),
          tax: sum(lines.map((each) => each.tax)),
          discount: sum(lines.map((each) => each.discount)),
          negative: amounts.filter(({ amount }) => amount < 0),
        }).toEqual({
          parts: made.total.amount,
          whole: made.total.amount,
          tax: tax.amount,
          discount: discount.amount,
          negative: [],
        });
      }),
      RUNS,
    );
  },
  TIMEOUT_MS,
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
  TIMEOUT_MS,
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
  TIMEOUT_MS,
);

/** The most that a promotion may take off by its own words. */
const most = (
  { benefit: of, categories: only }: Candidate,
  { lines, shipping }: Quote,
  listed: number,
): number => {
  const eligible = lines.filter(
    ({ item }) => only.length === 0 || item.categories.some((each) => only.includes(each)),
  );
  const worth = sum(eligible.map(({ subtotal }) => subtotal));
  switch (of.kind) {
    case 'PERCENTAGE':
      return Math.ceil((worth * of.basisPoints) / 10_000);
    case 'FIXED_AMOUNT':
      return Math.min(worth, of.amount.amount);
    case 'BUY_X_GET_Y':
      return Math.floor((worth * of.get) / (of.buy + of.get));
    case 'FREE_SHIPPING':
      return listed - shipping.amount;
    default:
      return of satisfies never;
  }
};

const mayCount = (
  { startsAt, endsAt, limit, redeemed, limitPerCustomer, redeemedByBuyer, minimum }: Candidate,
  { subtotal }: Quote,
): boolean =>
  startsAt <= NOW &&
  (endsAt === null || endsAt > NOW) &&
  (limit === null || redeemed < limit) &&
  (limitPerCustomer === null || redeemedByBuyer < limitPerCustomer) &&
  (minimum === null || subtotal.amount >= minimum.amount);

test(
  'E13: no promotion counts beyond its terms, and none takes off more than it says',
  () => {
    fc.assert(
      fc.property(shop, (given) => {
        const input: QuoteInput = inputOf(given);
        const made = quote(input);
        for (const { promotionId, discount } of made.promotions) {
          const counted = input.promotions.find(({ id }) => id === promotionId);
          expect(counted && mayCount(counted, made)).toBe(true);
          expect(discount.amount).toBeLessThanOrEqual(counted ? most(counted, made, given.shipping) : 0);
        }
      }),
      RUNS,
    );
  },
  TIMEOUT_MS,
);

test(
  'E13: the order of promotions and of codes does not matter',
  () => {
    fc.assert(
      fc.property(shop, (given) => {
        const input: QuoteInput = inputOf(given);
        const cart = { ...input.cart, promotionCodes: [...input.cart.promotionCodes].reverse() };
        const other = quote({ ...input, cart, promotions: [...input.promotions].reverse() });
        expect(other.total).toEqual(quote(input).total);
      }),
      RUNS,
    );
  },
  TIMEOUT_MS,
);
