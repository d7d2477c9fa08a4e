import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, allocate, decimal, formatted, fraction, money, sum, times } from './money.ts';

const amounts = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });

describe('allocation', () => {
  test('E05: the parts add up to the whole and none is further than one unit from its share', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(amounts, weights, (amount, shares) => {
        const parts = allocate(money(amount, 'EUR'), shares);
        const whole = shares.reduce((a, b) => a + b, 0);
        const total = parts.reduce((all, part) => all + part.amount, 0);
        const isFair = parts.every((part, i) => whole === 0 || Math.abs(part.amount - (amount * (shares[i] ?? 0)) / whole) < 1);
        return total === amount && isFair;
      }),
      { numRuns: 10_000 },
    );
  });

  test('the larger remainder gets the odd cent, the earlier one in a tie', () => {
    expect(allocate(money(100, 'EUR'), [1, 1, 1]).map(({ amount }) => amount)).toEqual([34, 33, 33]);
    expect(allocate(money(10, 'EUR'), [1, 2]).map(({ amount }) => amount)).toEqual([3, 7]);
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
