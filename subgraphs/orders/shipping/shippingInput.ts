import type { ShippingMethodInput } from '../../../generated/orders/types.ts';
import { isCurrency } from '../../../kernel/money.ts';
import { done, type Outcome, type Refusal, refuseAll } from '../../../kernel/outcome.ts';
import type { ShippingTerms } from './shippingMethod.ts';

const MAX_NAME_LENGTH = 100;
const MAX_DAYS = 365;

/** A shipping method as it was asked for, or all that is wrong with it; `at` is where it stands in the input. */
export const parseShippingMethod = (
  input: ShippingMethodInput,
  at: readonly string[],
): Outcome<ShippingTerms> => {
  const terms: ShippingTerms = {
    name: input.name.trim(),
    price: input.price,
    freeFrom: input.freeFrom ?? null,
    countries: [...new Set(input.countries ?? [])],
    minDays: input.minDays,
    maxDays: input.maxDays,
  };
  const faults = shippingErrors(terms).map(
    ([field, message, code]): Refusal => ({ code: code ?? 'INVALID', message, field: [...at, field] }),
  );
  return faults.length === 0 ? done(terms) : refuseAll(faults);
};

const shippingErrors = ({
  name,
  price,
  freeFrom,
  minDays,
  maxDays,
}: ShippingTerms): [string, string, string?][] => [
  ...(name === '' || name.length > MAX_NAME_LENGTH
    ? [['name', `A name has 1 to ${MAX_NAME_LENGTH} characters.`] as [string, string]]
    : []),
  ...(price.amount < 0 ? [['price', 'A price cannot be negative.'] as [string, string]] : []),
  ...(isCurrency(price.currency)
    ? []
    : [['price', `${price.currency} is no longer a currency.`] as [string, string]]),
  ...(freeFrom && freeFrom.amount < 0 ? [['freeFrom', 'This cannot be negative.'] as [string, string]] : []),
  ...(freeFrom && freeFrom.currency !== price.currency
    ? [
        ['freeFrom', 'This has to be in the currency of the price.', 'CURRENCY_MISMATCH'] as [
          string,
          string,
          string,
        ],
      ]
    : []),
  ...(minDays < 0 || maxDays < minDays || maxDays > MAX_DAYS
    ? [['maxDays', `Days are 0 to ${MAX_DAYS}, the least first.`] as [string, string]]
    : []),
];
