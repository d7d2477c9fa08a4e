import type { Money } from '../../../kernel/money.ts';

/** Currencies without minor units that Stripe counts in hundredths all the same. */
const IN_HUNDREDTHS: ReadonlySet<string> = new Set(['ISK', 'UGX']);
const factorOf = (currency: string): number => (IN_HUNDREDTHS.has(currency) ? 100 : 1);

export const toStripe = ({ amount, currency }: Money) => ({ amount: amount * factorOf(currency), currency: currency.toLowerCase() });

/** A fraction that we have no unit for is no number: it can only be somebody else's amount, and agrees with none of ours. */
export const fromStripe = (amount: number, currency: string): number => {
  const factor = factorOf(currency.toUpperCase());
  return amount % factor === 0 ? amount / factor : Number.NaN;
};

export const moneyOf = (amount: number, currency: string): Money => ({
  amount: fromStripe(amount, currency),
  currency: currency.toUpperCase(),
});
