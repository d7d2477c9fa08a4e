import { type Money, money } from '../../../kernel/money.ts';

/** Currencies without minor units that Stripe counts in hundredths all the same. */
const IN_HUNDREDTHS: ReadonlySet<string> = new Set(['ISK', 'UGX']);
const factorOf = (currency: string): number => (IN_HUNDREDTHS.has(currency) ? 100 : 1);

export const toStripe = ({ amount, currency }: Money) => ({ amount: amount * factorOf(currency), currency: currency.toLowerCase() });

/** A fraction that we have no unit for is kept as a fraction of none: it can only be somebody else's amount. */
export const fromStripe = (amount: number, currency: string): number => {
  const factor = factorOf(currency.toUpperCase());
  return amount % factor === 0 ? amount / factor : Number.NaN;
};

export const moneyOf = (amount: number, currency: string): Money => money(fromStripe(amount, currency), currency.toUpperCase());
