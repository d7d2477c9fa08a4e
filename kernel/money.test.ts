import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINOR_DIGITS, WITHDRAWN } from './currencies.ts';
import {
  add,
  allocate,
  decimal,
  formatted,
  fraction,
  isCurrency,
  isKnownCurrency,
  minorDigits,
  money,
  roundTo,
  sum,
  times,
} from './money.ts';

const amounts = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });

describe('allocation', () => {
  test('E05: the parts add up to the whole and none is further than one unit from its share', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(amounts, weights, (amount, shares) => {
        const parts = allocate(money(amount, 'EUR'), shares);
        const whole = shares.reduce((a, b) => a + b, 0);
        const total = parts.reduce((all, part) => all + part.amount, 0);
        const isFair = parts.every(
          (part, i) => whole === 0 || Math.abs(part.amount - (amount * (shares[i] ?? 0)) / whole) < 1,
        );
        return total === amount && isFair;
      }),
      { numRuns: 10_000 },
    );
  });

  test('the larger remainder gets the odd cent, the earlier one in a tie', () => {
    expect(allocate(money(100, 'EUR'), [1, 1, 1]).map(({ amount }) => amount)).toEqual([34, 33, 33]);
    expect(allocate(money(10, 'EUR'), [1, 2]).map(({ amount }) => amount)).toEqual([3, 7]);
  });

  test('R03: with a step all parts are multiples of it', () => {
    expect(allocate(money(50, 'BHD'), [1, 1, 1], 10).map(({ amount }) => amount)).toEqual([20, 20, 10]);
    expect([14, 15, 25, 4, 0].map((amount) => roundTo(money(amount, 'BHD'), 10).amount)).toEqual([
      10, 20, 30, 10, 0,
    ]);
    expect(fraction(money(995, 'BHD'), 1, 3, 10).amount).toBe(330);
    expect(fraction(money(995, 'BHD'), 1, 3).amount).toBe(332);
  });

  test('without any weight the first takes it all', () => {
    expect(allocate(money(5, 'EUR'), [0, 0]).map(({ amount }) => amount)).toEqual([5, 0]);
  });
});

describe('arithmetic', () => {
  test('two currencies never mix', () => {
    expect(() => add(money(1, 'EUR'), money(1, 'USD'))).toThrow('cannot be mixed');
  });

  test('E02: what is larger than a safe integer is refused', () => {
    expect(() => times(money(9_999_999_999_999, 'EUR'), 9_999)).toThrow('too large');
    expect(() => money(0.5, 'EUR')).toThrow('too large');
  });

  test('a fraction is rounded half up', () => {
    expect(fraction(money(1005, 'EUR'), 10, 100).amount).toBe(101);
    expect(fraction(money(1004, 'EUR'), 10, 100).amount).toBe(100);
    expect(fraction(money(-5, 'EUR'), 1, 2).amount).toBe(-2);
  });

  test('the sum of nothing is nothing', () => {
    expect(sum([], 'JPY')).toEqual({ amount: 0, currency: 'JPY' });
  });
});

describe('words', () => {
  test('E05: each currency has its own minor units', () => {
    expect(formatted(money(1999, 'EUR'))).toBe('€19.99');
    expect(formatted(money(1999, 'JPY'))).toBe('¥1,999');
    expect(formatted(money(1999, 'BHD'))).toBe('BHD\u00a01.999');
    expect(decimal(money(-5, 'EUR'))).toBe('-0.05');
  });

  test('the largest amounts are written exactly', () => {
    expect(decimal(money(Number.MAX_SAFE_INTEGER, 'EUR'))).toBe('90071992547409.91');
    expect(formatted(money(Number.MAX_SAFE_INTEGER, 'EUR'))).toBe('€90,071,992,547,409.91');
  });
});

describe('R03: currencies come from a fixed ISO 4217 table', () => {
  test('R03: digits that runtimes disagree about are those of ISO 4217', () => {
    const two =
      'AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK MRU PKR RSD SLE SOS SYP TZS UZS YER TWD CLP UGX ISK'.split(
        ' ',
      );
    const others: Readonly<Record<string, number>> = { IQD: 3, CLP: 0, UGX: 0, ISK: 0 };
    for (const code of two) expect([code, minorDigits(code)]).toEqual([code, others[code] ?? 2]);
    expect(formatted(money(199_900, 'HUF'))).toBe('HUF\u00a01,999.00');
  });

  test('R03: the table has every active currency, and nothing that nobody pays with', () => {
    expect(MINOR_DIGITS.size).toBe(155);
    for (const code of 'XXX XTS XAU XAG XPT XPD XDR XSU XUA XAD XBA CLF CHE CHW COU MXV USN UYI UYW BOV'.split(
      ' ',
    ))
      expect([code, isCurrency(code)]).toEqual([code, false]);
    for (const code of 'BGN HRK ANG CUC SLL ZWL VEF STD eur EURO EU ABC __proto__'.split(' '))
      expect([code, isCurrency(code)]).toEqual([code, false]);
    for (const code of 'XCG ZWG SLE STN MRU VED VES SSP SVC BTN ERN GHS'.split(' '))
      expect([code, isCurrency(code)]).toEqual([code, true]);
  });

  test('R03: an amount in a withdrawn currency can still be read', () => {
    for (const code of WITHDRAWN)
      expect([code, isCurrency(code), isKnownCurrency(code)]).toEqual([code, false, true]);
    expect(isKnownCurrency('XXX')).toBe(false);
    expect(formatted(money(-123_456, 'BGN'))).toBe('-BGN\u00a01,234.56');
  });

  test('R03: the text is fixed for symbols, codes, signs and groups', () => {
    const texts: [number, string, string][] = [
      [-123_456_789, 'EUR', '-€1,234,567.89'],
      [0, 'USD', '$0.00'],
      [999, 'CAD', 'CA$9.99'],
      [1000, 'XOF', 'F\u202fCFA\u00a01,000'],
      [100_000, 'XCG', 'Cg.\u00a01,000.00'],
      [1_234_567, 'KWD', 'KWD\u00a01,234.567'],
      [5, 'KWD', 'KWD\u00a00.005'],
      [-7, 'JPY', '-¥7'],
    ];
    for (const [amount, currency, text] of texts) expect(formatted(money(amount, currency))).toBe(text);
  });
});
