import { isKnownCurrency, type Money, minorDigits, money } from '../../../kernel/money.ts';
import type { ChargeLimit } from './ports.ts';

/**
 * Stripe's rules about currencies, from https://docs.stripe.com/currencies (presentment currencies, zero-decimal and
 * three-decimal currencies, special cases, minimum and maximum charge amounts) and from the list in the API's own error
 * message for an unknown currency. Amounts are in Stripe's units. Left out are codes that ISO 4217 has withdrawn: ANG, BGN, STD.
 */
const SUPPORTED: ReadonlySet<string> = new Set(
  `USD AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CVE CZK
   DJF DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK JMD JOD JPY KES KGS KHR KMF KRW
   KWD KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP
   PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SEK SGD SHP SLE SOS SRD SZL THB TJS TND TOP TRY TTD TWD TZS UAH UGX UYU UZS VND VUV
   WST XAF XCD XOF XPF YER ZAR ZMW`.split(/\s+/),
);

/** Counted in whole units. MGA is among them although ISO 4217 gives it two digits. */
const ZERO_DECIMAL: ReadonlySet<string> = new Set(
  'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '),
);

/** Counted in thousandths, of which the last digit must be 0. */
const THREE_DECIMAL: ReadonlySet<string> = new Set('BHD JOD KWD OMR TND'.split(' '));

/** Counted in hundredths that must be 00: ISO 4217 gives them no digits. */
const WHOLE_UNITS: ReadonlySet<string> = new Set(['ISK', 'UGX']);

/** The smallest charge for an account that settles in the currency. The others have none of their own. */
const MINIMUM: Readonly<Record<string, number>> = {
  ...{
    USD: 50,
    AED: 200,
    ARS: 50,
    AUD: 50,
    BRL: 50,
    CAD: 50,
    CHF: 50,
    COP: 50,
    CZK: 1_500,
    DKK: 250,
    EUR: 50,
    GBP: 30,
    HKD: 400,
  },
  ...{
    HUF: 17_500,
    IDR: 50,
    ILS: 50,
    INR: 50,
    JPY: 50,
    KRW: 50,
    MXN: 1_000,
    MYR: 200,
    NOK: 300,
    NZD: 50,
    PHP: 50,
    PLN: 200,
  },
  ...{ RON: 200, RUB: 50, SEK: 300, SGD: 50, THB: 1_000, ZAR: 50 },
};

/** Eight digits, but for these. */
const MAXIMUM: Readonly<Record<string, number>> = {
  IDR: 999_999_999_999,
  COP: 9_999_999_999,
  INR: 999_999_999,
};
const EIGHT_DIGITS = 99_999_999;

const stripeDigits = (currency: string): number =>
  ZERO_DECIMAL.has(currency) ? 0 : THREE_DECIMAL.has(currency) ? 3 : 2;

/**
 * How Stripe's unit and ours relate: one of Stripe's units is `ours` / `theirs` of our minor units. Null for what is no
 * currency of ISO 4217; one that was withdrawn is still read and refunded.
 */
export const scaleOf = (currency: string): Readonly<{ ours: number; theirs: number }> | null => {
  if (!isKnownCurrency(currency)) return null;
  const more = minorDigits(currency) - stripeDigits(currency);
  return { ours: 10 ** Math.max(more, 0), theirs: 10 ** Math.max(-more, 0) };
};

const limitOf = (currency: string): ChargeLimit => {
  const { ours, theirs } = scaleOf(currency) ?? { ours: 1, theirs: 1 };
  const step = THREE_DECIMAL.has(currency) ? 10 : WHOLE_UNITS.has(currency) ? 100 : 1;
  const increment = (step * ours) / theirs;
  const minimum = Math.ceil(((MINIMUM[currency] ?? step) * ours) / theirs);
  const maximum = Math.floor(((MAXIMUM[currency] ?? EIGHT_DIGITS) * ours) / theirs);
  return {
    currency,
    increment,
    minimum: Math.max(minimum, increment),
    maximum: maximum - (maximum % increment),
  };
};

/** Every currency that Stripe takes, with what it charges in it. */
export const CHARGE_LIMITS: readonly ChargeLimit[] = [...SUPPORTED].map(limitOf);

/** The amount in Stripe's unit and spelling. Throws where it is none that Stripe can count: quotes and refunds rule that out. */
export const toStripe = ({ amount, currency }: Money) => {
  const scale = scaleOf(currency);
  if (!scale || amount % scale.ours !== 0)
    throw new Error(`${amount} ${currency} is no amount that Stripe can count`);
  return { amount: (amount / scale.ours) * scale.theirs, currency: currency.toLowerCase() };
};

/**
 * An amount of Stripe's in its own currency and digits. Null where we have no unit for it: an unknown currency, a fraction of
 * the smallest unit, or no integer.
 */
export const fromStripe = (amount: number, currency: string): Money | null => {
  const code = currency.toUpperCase();
  const scale = scaleOf(code);
  if (!scale || !Number.isSafeInteger(amount) || amount % scale.theirs !== 0) return null;
  const ours = (amount / scale.theirs) * scale.ours;
  return Number.isSafeInteger(ours) ? money(ours, code) : null;
};

/** Reads amounts and remembers which could not be read, so that one of them never keeps the rest from being saved. */
export const amountReader = () => {
  const unreadable: string[] = [];
  const note = (what: string, amount: number, currency: string): void =>
    void unreadable.push(`${what}: ${amount} ${currency}`);
  return {
    /** What could not be read: what it is, the provider's number and currency. */
    unread: unreadable,
    read: (what: string, amount: number, currency: string): Money | null => {
      const value = fromStripe(amount, currency);
      if (!value) note(what, amount, currency);
      return value;
    },
    /** Minor units; a fraction of one is left off. */
    minorUnits: (what: string, amount: number, currency: string): number => {
      const value = fromStripe(amount, currency);
      if (value) return value.amount;
      note(what, amount, currency);
      const { theirs, ours } = scaleOf(currency.toUpperCase()) ?? { theirs: 1, ours: 1 };
      return Number.isFinite(amount) ? Math.floor(amount / theirs) * ours : 0;
    },
  };
};
export type AmountReader = ReturnType<typeof amountReader>;
