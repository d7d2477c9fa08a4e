import { MINOR_DIGITS, SYMBOLS, WITHDRAWN, WITHDRAWN_DIGITS } from './currencies.ts';
import { badInput } from './errors.ts';

/** Minor units of the currency: 1999 EUR is 19.99 EUR, 1999 JPY is 1999 JPY, 1999 BHD is 1.999 BHD. Always a safe integer. */
export type Money = Readonly<{ amount: number; currency: string }>;

/** True for the active currencies of ISO 4217, in upper case; false for funds, metals, test codes and withdrawn currencies. */
export const isCurrency = (code: string): boolean => MINOR_DIGITS.has(code);

/** True also for currencies that were withdrawn since orders were paid in them. */
export const isKnownCurrency = (code: string): boolean => MINOR_DIGITS.has(code) || WITHDRAWN.has(code);

/** Refuses what is no safe integer, so that nothing is ever rounded without saying. */
const safe = (amount: number | bigint): number => {
  const asNumber = Number(amount);
  if (!Number.isSafeInteger(asNumber)) throw badInput('This amount of money is too large.');
  return asNumber;
};

export const money = (amount: number, currency: string): Money => ({ amount: safe(amount), currency });
export const zero = (currency: string): Money => ({ amount: 0, currency });

const sameCurrency = (a: Money, b: Money): string => {
  if (a.currency !== b.currency) throw badInput(`${a.currency} and ${b.currency} cannot be mixed.`);
  return a.currency;
};

export const add = (a: Money, b: Money): Money => money(a.amount + b.amount, sameCurrency(a, b));
export const subtract = (a: Money, b: Money): Money => money(a.amount - b.amount, sameCurrency(a, b));
export const times = (a: Money, quantity: number): Money =>
  money(safe(BigInt(a.amount) * BigInt(quantity)), a.currency);
export const sum = (all: readonly Money[], currency: string): Money => all.reduce(add, zero(currency));
export const atMost = (a: Money, limit: Money): Money =>
  sameCurrency(a, limit) && a.amount > limit.amount ? limit : a;
export const isZero = (a: Money): boolean => a.amount === 0;

/** `numerator / denominator` of an amount, rounded half up to a multiple of `step` minor units; integers all the way. */
export const fraction = (a: Money, numerator: number, denominator: number, step = 1): Money => {
  const whole = BigInt(denominator) * BigInt(step);
  const doubled = 2n * BigInt(a.amount) * BigInt(numerator) + whole;
  return money(safe(floorDivide(doubled, 2n * whole) * BigInt(step)), a.currency);
};

/** The nearest multiple of `step` minor units, half up; of more than nothing never nothing. */
export const roundTo = (a: Money, step: number): Money => {
  const nearest = fraction(a, 1, 1, step);
  return a.amount > 0 && nearest.amount === 0 ? money(step, a.currency) : nearest;
};

const floorDivide = (a: bigint, b: bigint): bigint => a / b - (a % b < 0n ? 1n : 0n);

/**
 * Splits an amount over weights by largest remainder: the parts add up to it exactly, none is further than one minor unit
 * from its share, ties go to the earlier one. Weights are integers >= 0; if all are zero, the first takes everything. With a
 * `step`, of which the amount is a multiple, each part is one too, and none is further than a step from its share.
 */
export const allocate = (total: Money, weights: readonly number[], step = 1): Money[] =>
  split(money(total.amount / step, total.currency), weights).map((part) => times(part, step));

const split = (total: Money, weights: readonly number[]): Money[] => {
  const whole = weights.reduce((all, weight) => all + BigInt(weight), 0n);
  if (whole === 0n) return weights.map((_, i) => (i === 0 ? total : zero(total.currency)));
  const shares = weights.map((weight) => BigInt(total.amount) * BigInt(weight));
  const parts = shares.map((share) => floorDivide(share, whole));
  const left = Number(BigInt(total.amount) - parts.reduce((a, b) => a + b, 0n));
  const byRemainder = shares
    .map((share, index) => ({ index, remainder: share - (parts[index] ?? 0n) * whole }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  const extra = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  return parts.map((part, index) => money(safe(part + (extra.has(index) ? 1n : 0n)), total.currency));
};

/** Digits behind the point by ISO 4217: 2 for EUR and HUF, 0 for JPY, 3 for BHD. */
export const minorDigits = (currency: string): number => MINOR_DIGITS.get(currency) ?? WITHDRAWN_DIGITS;

/** The amount as a decimal, exactly: "19.99". */
export const decimal = ({ amount, currency }: Money): string => {
  const digits = minorDigits(currency);
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const sign = amount < 0 ? '-' : '';
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
};

const SPACE = '\u00a0';

/** The amount as English text: "€1,999.00", "HUF 1,999.00" with a no-break space. The same on every runtime. */
export const formatted = (value: Money): string => {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(.*)$/.exec(decimal(value)) ?? [];
  const symbol = SYMBOLS.get(value.currency) ?? value.currency;
  const gap = /\p{Sc}$/u.test(symbol) ? '' : SPACE;
  return `${sign}${symbol}${gap}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest}`;
};
