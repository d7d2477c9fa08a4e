import { describe, expect, test } from 'vitest';
import { isCurrency, minorDigits } from '../../../kernel/money.ts';
import { amountReader, CHARGE_LIMITS, fromStripe, toStripe } from './minorUnits.stripe.ts';

const chargeLimit = (code: string) => CHARGE_LIMITS.find(({ currency }) => currency === code) ?? null;
const limit = (currency: string) => chargeLimit(currency) ?? { minimum: 0, maximum: 0, increment: 0 };

describe('R03: amounts in the provider’s units', () => {
  test('R03: what may be charged goes there and back in every currency that the provider takes', () => {
    expect(CHARGE_LIMITS).toHaveLength(136);
    for (const { currency, minimum, maximum, increment } of CHARGE_LIMITS) {
      expect([currency, isCurrency(currency)]).toEqual([currency, true]);
      expect([currency, minimum % increment, maximum % increment, minimum > 0, minimum < maximum]).toEqual([
        currency,
        0,
        0,
        true,
        true,
      ]);
      for (const amount of [minimum, minimum + increment, maximum]) {
        const sent = toStripe({ amount, currency });
        expect([currency, Number.isSafeInteger(sent.amount)]).toEqual([currency, true]);
        expect(fromStripe(sent.amount, sent.currency)).toEqual({ amount, currency });
      }
    }
  });

  test('R03: the units differ from ISO 4217 where Stripe says so', () => {
    expect(toStripe({ amount: 250, currency: 'ISK' })).toEqual({ amount: 25_000, currency: 'isk' });
    expect(toStripe({ amount: 5_000, currency: 'UGX' })).toEqual({ amount: 500_000, currency: 'ugx' });
    expect(toStripe({ amount: 5_000, currency: 'MGA' })).toEqual({ amount: 50, currency: 'mga' });
    for (const [currency, amount] of [
      ['HUF', 199_900],
      ['TWD', 80_045],
      ['JPY', 1_999],
      ['KWD', 5_120],
    ] as const)
      expect(toStripe({ amount, currency })).toEqual({ amount, currency: currency.toLowerCase() });
  });

  test('R03: limits are in our minor units', () => {
    expect(limit('EUR')).toMatchObject({ minimum: 50, maximum: 99_999_999, increment: 1 });
    expect(limit('HUF')).toMatchObject({ minimum: 17_500, increment: 1 });
    expect(limit('JPY')).toMatchObject({ minimum: 50, increment: 1 });
    expect(limit('KWD')).toMatchObject({ minimum: 10, maximum: 99_999_990, increment: 10 });
    expect(limit('MGA')).toMatchObject({ minimum: 100, maximum: 9_999_999_900, increment: 100 });
    expect(limit('ISK')).toMatchObject({ minimum: 1, maximum: 999_999, increment: 1 });
    expect(limit('IDR').maximum).toBe(999_999_999_999);
    for (const currency of ['IRR', 'KPW', 'IQD', 'LYD', 'STN', 'BGN', 'XXX', 'eur'])
      expect(chargeLimit(currency)).toBeNull();
    expect(minorDigits('MGA')).toBe(2);
  });

  test('R03: a payment in a currency that was withdrawn since is still read and refunded', () => {
    expect(fromStripe(1_999, 'bgn')).toEqual({ amount: 1_999, currency: 'BGN' });
    expect(toStripe({ amount: 1_999, currency: 'HRK' })).toEqual({ amount: 1_999, currency: 'hrk' });
  });

  test('R03: what Stripe cannot count is never sent', () => {
    for (const [amount, currency] of [
      [150, 'MGA'],
      [1, 'XXX'],
    ] as const)
      expect(() => toStripe({ amount, currency })).toThrow('no amount that Stripe can count');
  });
});

describe('R02: reading the provider’s amounts', () => {
  test('R02: what cannot be read is null and never NaN', () => {
    expect(fromStripe(25_001, 'isk')).toBeNull();
    for (const currency of ['usdc', '', 'xau', 'e']) expect(fromStripe(100, currency)).toBeNull();
    for (const amount of [Number.NaN, 0.5, Number.POSITIVE_INFINITY, undefined as unknown as number])
      expect(fromStripe(amount, 'eur')).toBeNull();
    expect(fromStripe(-250, 'mga')).toEqual({ amount: -25_000, currency: 'MGA' });
  });

  test('R02: a reader names what it could not read, and goes on with whole units', () => {
    const { read, minorUnits: whole, unread } = amountReader();
    expect([
      read('fee', 12, 'usd'),
      read('fee', 150, 'isk'),
      whole('refund', 150, 'isk'),
      whole('refund', 200, 'isk'),
    ]).toEqual([{ amount: 12, currency: 'USD' }, null, 1, 2]);
    expect(unread).toEqual(['fee: 150 isk', 'refund: 150 isk']);
  });
});
