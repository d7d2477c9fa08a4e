import type { ShippingMethodInput } from '../../../generated/orders/types.ts';
import type { Id } from '../../../kernel/ids.ts';
import { isCurrency, type Money, zero } from '../../../kernel/money.ts';
import { done, type Outcome, type Refusal, refuseAll } from '../../../kernel/outcome.ts';

export type ShippingMethodId = Id<'ship'>;
export type ShippingTerms = Readonly<{
  name: string;
  price: Money;
  /** Free from this subtotal. */
  freeFrom: Money | null;
  /** Empty: everywhere. */
  countries: readonly string[];
  minDays: number;
  maxDays: number;
}>;
export type ShippingMethod = ShippingTerms & Readonly<{ id: ShippingMethodId; active: boolean }>;
export type ShippingOption = Readonly<{ method: ShippingMethod; price: Money }>;

/** Whether a cart of this currency can be sent there by it; without a country, whether it can be sent anywhere. */
export const isOffered = (
  { active, price, countries }: ShippingMethod,
  currency: string,
  country: string | null,
): boolean =>
  active &&
  price.currency === currency &&
  (country === null || countries.length === 0 || countries.includes(country));

export const priceFor = ({ price, freeFrom }: ShippingMethod, subtotal: Money): Money =>
  freeFrom && freeFrom.currency === subtotal.currency && subtotal.amount >= freeFrom.amount
    ? zero(subtotal.currency)
    : price;

/** What can be chosen, cheapest first. */
export const optionsFor = (
  methods: readonly ShippingMethod[],
  subtotal: Money,
  country: string | null,
): ShippingOption[] =>
  methods
    .filter((method) => isOffered(method, subtotal.currency, country))
    .map((method) => ({ method, price: priceFor(method, subtotal) }))
    .sort(
      (a, b) =>
        a.price.amount - b.price.amount ||
        a.method.maxDays - b.method.maxDays ||
        (a.method.id < b.method.id ? -1 : 1),
    );

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
