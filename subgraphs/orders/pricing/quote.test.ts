import { describe, expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { money } from '../../../kernel/money.ts';
import {
  aMethod,
  anItem,
  aPromotion,
  aQuoteOf,
  eur,
  fixed,
  freeShipping,
  NOW,
  percent,
  vat,
} from '../../../tests/support/aQuote.ts';
import { quote } from './quote.ts';

const cents = (values: readonly { amount: number }[]) => values.map(({ amount }) => amount);
const reasons = (given: Parameters<typeof quote>[0]) =>
  quote(given).rejectedPromotions.map(({ reason }) => reason);
const problems = (given: Parameters<typeof quote>[0]) => quote(given).problems.map(({ code }) => code);
const mug = anItem(1000);

describe('totals', () => {
  test('are lines less discounts plus shipping', () => {
    const made = quote(aQuoteOf([[mug, 3]], { promotions: [percent(10)] }));
    expect(made).toMatchObject({
      subtotal: eur(3000),
      discount: eur(300),
      shipping: eur(490),
      total: eur(3190),
      problems: [],
    });
  });

  test('have no shipping while no method is chosen', () => {
    expect(quote(aQuoteOf([[mug, 1]], { shippingMethodId: null }))).toMatchObject({
      shipping: eur(0),
      total: eur(1000),
    });
  });

  test('have free shipping from the method’s own threshold', () => {
    const shippingMethods = [aMethod(490, { freeFrom: eur(3000) })];
    expect(quote(aQuoteOf([[mug, 3]], { shippingMethods })).shipping).toEqual(eur(0));
    expect(quote(aQuoteOf([[mug, 2]], { shippingMethods })).shipping).toEqual(eur(490));
  });

  test('E05: a discount that does not divide is split by largest remainder', () => {
    const lines = [1, 1, 1].map(() => [anItem(100), 1] as const);
    expect(
      cents(quote(aQuoteOf(lines, { promotions: [fixed(100)] })).lines.map(({ discount }) => discount)),
    ).toEqual([34, 33, 33]);
  });

  test('E02: amounts that are not safe integers are refused', () => {
    expect(() => quote(aQuoteOf([[anItem(Number.MAX_SAFE_INTEGER), 2]]))).toThrow('too large');
  });
});

describe('promotions', () => {
  test('E13: never take off more than the items cost', () => {
    expect(quote(aQuoteOf([[mug, 1]], { promotions: [fixed(5000)] }))).toMatchObject({
      discount: eur(1000),
      total: eur(490),
    });
  });

  test('for the same items exclude each other: the highest discount wins', () => {
    const made = quote(
      aQuoteOf([[mug, 3]], { promotions: [percent(10, { code: 'TEN' }), fixed(500, { code: 'FIVE' })] }),
    );
    expect(made.promotions.map(({ code }) => code)).toEqual(['FIVE']);
    expect(made.rejectedPromotions).toMatchObject([{ code: 'TEN', reason: 'BETTER_PROMOTION_APPLIED' }]);
  });

  test('for different items combine, if that is best for the buyer', () => {
    const [lamp, bowl] = [anItem(2000, { categories: ['light'] }), anItem(1000, { categories: ['cook'] })];
    const all = [
      percent(10, { title: 'all' }),
      percent(8, { title: 'light', categories: ['light'] }),
      fixed(300, { title: 'cook', categories: ['cook'] }),
    ];
    const made = quote(
      aQuoteOf(
        [
          [lamp, 1],
          [bowl, 1],
        ],
        { promotions: all },
      ),
    );
    expect(made.promotions.map(({ title }) => title).sort()).toEqual(['cook', 'light']);
    expect(made.discount).toEqual(eur(460));
  });

  test('of equal value: the unlimited one wins', () => {
    const scarce = percent(10, { code: 'SCARCE', limit: 5 });
    expect(
      quote(aQuoteOf([[mug, 1]], { promotions: [scarce, percent(10, { title: 'always' })] })).promotions,
    ).toMatchObject([{ title: 'always' }]);
  });

  test('buy two get one: the cheapest items are free', () => {
    const offer = aPromotion({ kind: 'BUY_X_GET_Y', buy: 2, get: 1 });
    const made = quote(
      aQuoteOf(
        [
          [mug, 4],
          [anItem(300), 3],
        ],
        { promotions: [offer] },
      ),
    );
    expect(cents(made.lines.map(({ discount }) => discount))).toEqual([0, 600]);
  });

  test('free shipping combines with a discount, and shows what it saves', () => {
    const made = quote(aQuoteOf([[mug, 1]], { promotions: [percent(10), freeShipping({ code: 'SHIP' })] }));
    expect(made).toMatchObject({ shipping: eur(0), discount: eur(100), total: eur(900) });
    expect(made.promotions[1]).toMatchObject({ code: 'SHIP', discount: eur(490) });
  });

  test('free shipping is not redeemed if shipping is free already', () => {
    const given = aQuoteOf([[mug, 1]], {
      promotions: [freeShipping({ code: 'SHIP' })],
      shippingMethods: [aMethod(0)],
    });
    expect(quote(given).promotions).toEqual([]);
    expect(reasons(given)).toEqual(['NO_ELIGIBLE_ITEM']);
  });

  const code = { code: 'CODE' };
  const later = new Date(NOW.getTime() + 1);
  const buyer = newId('user');
  test.each([
    ['NOT_STARTED', percent(10, { ...code, startsAt: later }), null],
    ['ENDED', percent(10, { ...code, endsAt: NOW }), null],
    ['MINIMUM_NOT_REACHED', percent(10, { ...code, minimum: eur(1001) }), null],
    ['NO_ELIGIBLE_ITEM', percent(10, { ...code, categories: ['none'] }), null],
    ['LIMIT_REACHED', percent(10, { ...code, limit: 3, redeemed: 3 }), null],
    ['CUSTOMER_LIMIT_REACHED', percent(10, { ...code, limitPerCustomer: 1, redeemedByBuyer: 1 }), buyer],
    ['SIGN_IN_REQUIRED', percent(10, { ...code, limitPerCustomer: 1 }), null],
    ['CURRENCY_MISMATCH', aPromotion({ kind: 'FIXED_AMOUNT', amount: money(5, 'USD') }, code), null],
  ] as const)('E13: %s is said of a code', (reason, promotion, who) => {
    expect(reasons(aQuoteOf([[mug, 1]], { promotions: [promotion], buyer: who }))).toEqual([reason]);
  });

  test('a code that does not exist is UNKNOWN', () => {
    expect(reasons(aQuoteOf([[mug, 1]], { promotionCodes: ['NOPE'] }))).toEqual(['UNKNOWN']);
  });

  test('future automatic promotions are not shown', () => {
    expect(
      reasons(
        aQuoteOf([[mug, 1]], {
          promotions: [percent(10, { startsAt: later }), percent(20, { minimum: eur(9999) })],
        }),
      ),
    ).toEqual(['MINIMUM_NOT_REACHED']);
  });

  test('apply until the instant before they end, and at the minimum', () => {
    expect(
      quote(aQuoteOf([[mug, 1]], { promotions: [percent(10, { endsAt: later, minimum: eur(1000) })] }))
        .discount,
    ).toEqual(eur(100));
  });
});

describe('tax', () => {
  test('that is included changes no total', () => {
    expect(quote(aQuoteOf([[mug, 1]], { taxRates: [vat(19_000)] }))).toMatchObject({
      tax: eur(238),
      taxIncluded: true,
      total: eur(1490),
    });
  });

  test('that is added is part of the lines, with the tax on shipping', () => {
    const made = quote(aQuoteOf([[mug, 1]], { taxRates: [vat(10_000, { included: false })] }));
    expect(made).toMatchObject({ tax: eur(149), taxIncluded: false, total: eur(1639) });
    expect(cents(made.lines.map(({ total }) => total))).toEqual([1149]);
  });

  test('of the region and the category precedes that of the country', () => {
    const book = anItem(1000, { categories: ['books'] });
    const rates = [vat(19_000), vat(7000, { category: 'books', onShipping: false })];
    expect(quote(aQuoteOf([[book, 1]], { taxRates: rates })).tax).toEqual(eur(65));
  });

  test('is not known before the country is', () => {
    expect(quote(aQuoteOf([[mug, 1]], { taxRates: [vat(19_000)], address: null }))).toMatchObject({
      tax: eur(0),
      taxIncluded: true,
    });
  });
});

describe('problems', () => {
  test('E08: two lines of one item count together against its stock', () => {
    const few = anItem(1000, { available: 3 });
    const lines = [
      [few, 2],
      [few, 2],
    ] as const;
    expect(problems(aQuoteOf(lines))).toEqual(['OUT_OF_STOCK', 'OUT_OF_STOCK']);
  });

  test('E11: an item that is no longer sold is named and not priced', () => {
    const given = aQuoteOf([[mug, 1]]);
    expect(problems({ ...given, items: new Map() })).toEqual(['VARIANT_UNAVAILABLE']);
    expect(quote({ ...given, items: new Map() }).subtotal).toEqual(eur(0));
  });

  test('E04: an item in another currency is refused', () => {
    expect(problems(aQuoteOf([[anItem(1000, { price: money(1000, 'USD') }), 1]]))).toEqual([
      'CURRENCY_MISMATCH',
    ]);
  });

  test('an empty cart, a closed cart, a missing address and a missing method are reported', () => {
    const given = aQuoteOf([]);
    expect(problems(given)).toEqual(['CART_EMPTY']);
    expect(problems({ ...given, cart: { ...given.cart, closedBy: newId('ord') } })).toEqual(['CART_CLOSED']);
    expect(problems(aQuoteOf([[mug, 1]], { address: null, shippingMethodId: null }))).toEqual([
      'ADDRESS_INVALID',
      'SHIPPING_METHOD_UNAVAILABLE',
    ]);
  });

  test('a method that does not ship there is not available', () => {
    expect(
      problems(aQuoteOf([[mug, 1]], { shippingMethods: [aMethod(490, { countries: ['FR'] })] })),
    ).toEqual(['SHIPPING_METHOD_UNAVAILABLE']);
    expect(problems(aQuoteOf([[mug, 1]], { shippingMethods: [aMethod(490, { active: false })] }))).toEqual([
      'SHIPPING_METHOD_UNAVAILABLE',
    ]);
  });
});
