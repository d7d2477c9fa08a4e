import { formatted, type Money, money } from '../../../kernel/money.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { ChargeLimit } from '../stripe/ports.ts';

const FIELD = ['amount'];

/** Refuses amounts that the provider does not charge: CURRENCY_UNSUPPORTED, TOTAL_TOO_SMALL, TOTAL_TOO_LARGE or INVALID. */
export const checkChargeable = (
  { amount, currency }: Money,
  limits: readonly ChargeLimit[],
): Outcome<null> => {
  const limit = limits.find((one) => one.currency === currency);
  if (!limit) return unsupported(currency);
  const { minimum, maximum } = limit;
  if (amount < minimum)
    return refuse('TOTAL_TOO_SMALL', `The minimum amount is ${formatted(money(minimum, currency))}.`, FIELD);
  if (amount > maximum)
    return refuse('TOTAL_TOO_LARGE', `The maximum amount is ${formatted(money(maximum, currency))}.`, FIELD);
  return checkIncrement({ amount, currency }, limits);
};

/** Refuses with INVALID unless the amount is a multiple of the provider's smallest increment in the currency. */
export const checkIncrement = (
  { amount, currency }: Money,
  limits: readonly ChargeLimit[],
): Outcome<null> => {
  const increment = limits.find((one) => one.currency === currency)?.increment ?? 1;
  if (amount % increment === 0) return done(null);
  return refuse(
    'INVALID',
    `Amounts in ${currency} must be multiples of ${formatted(money(increment, currency))}.`,
    FIELD,
  );
};

const unsupported = (currency: string): Outcome<never> =>
  refuse('CURRENCY_UNSUPPORTED', `Payments in ${currency} are not supported.`, FIELD);

/** The outcome for the code with which the provider refused to open a payment. The account's own currency may have other limits. */
export const refusalOf = (code: string | null, { currency }: Money): Outcome<never> => {
  switch (code) {
    case 'amount_too_small':
      return refuse('TOTAL_TOO_SMALL', 'The total is below the minimum that can be charged.', FIELD);
    case 'amount_too_large':
      return refuse('TOTAL_TOO_LARGE', 'The total is above the maximum that can be charged.', FIELD);
    case 'currency':
      return unsupported(currency);
    default:
      return refuse(
        'INVALID',
        'The payment provider refused this payment. The shop has been notified.',
        FIELD,
      );
  }
};
