import { formatted, type Money, money } from '../../../kernel/money.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { ChargeLimit } from '../stripe/ports.ts';

const FIELD = ['amount'];

/** Refuses what the provider would not charge, with CURRENCY_UNSUPPORTED, TOTAL_TOO_SMALL, TOTAL_TOO_LARGE or INVALID. */
export const checkChargeable = (
  { amount, currency }: Money,
  limits: readonly ChargeLimit[],
): Outcome<null> => {
  const limit = limits.find((one) => one.currency === currency);
  if (!limit) return unsupported(currency);
  const { minimum, maximum } = limit;
  if (amount < minimum)
    return refuse(
      'TOTAL_TOO_SMALL',
      `The least that can be paid is ${formatted(money(minimum, currency))}.`,
      FIELD,
    );
  if (amount > maximum)
    return refuse(
      'TOTAL_TOO_LARGE',
      `The most that can be paid is ${formatted(money(maximum, currency))}.`,
      FIELD,
    );
  return checkIncrement({ amount, currency }, limits);
};

/** Refuses with INVALID what is no multiple of the least step in which the provider counts the currency. */
export const checkIncrement = (
  { amount, currency }: Money,
  limits: readonly ChargeLimit[],
): Outcome<null> => {
  const increment = limits.find((one) => one.currency === currency)?.increment ?? 1;
  if (amount % increment === 0) return done(null);
  return refuse(
    'INVALID',
    `Amounts in ${currency} are multiples of ${formatted(money(increment, currency))}.`,
    FIELD,
  );
};

const unsupported = (currency: string): Outcome<never> =>
  refuse('CURRENCY_UNSUPPORTED', `Payments in ${currency} are not possible.`, FIELD);

/** What the provider's code for a payment that it does not open means; the account's own currency may have other limits. */
export const refusalOf = (code: string | null, { currency }: Money): Outcome<never> => {
  switch (code) {
    case 'amount_too_small':
      return refuse('TOTAL_TOO_SMALL', 'The total is less than can be paid.', FIELD);
    case 'amount_too_large':
      return refuse('TOTAL_TOO_LARGE', 'The total is more than can be paid.', FIELD);
    case 'currency':
      return unsupported(currency);
    default:
      return refuse(
        'INVALID',
        'The payment provider does not take this payment. The shop has been told.',
        FIELD,
      );
  }
};
