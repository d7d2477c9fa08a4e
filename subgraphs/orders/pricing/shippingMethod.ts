import type { ShippingMethodInput } from '../../../generated/orders/types.ts';
import type { Id } from '../../../kernel/ids.ts';
import { isCurrency, type Money, zero } from '../../../kernel/money.ts';
import { done, type Outcome, type Refusal, refuseAll } from '../../../kernel/outcome.ts';

export type ShippingMethodId = Id<'ship'>;
export type ShippingTerms = Readonly<{
  name: string;
  price: Money;
  /** Shipping is free from this subtotal on. */
  freeFrom: Money | null;
  /** Empty for all countries. */
  countries: readonly string[];
  minDays: number;
  maxDays: number;
}>;
export type ShippingMethod = ShippingTerms & Readonly<{ id: ShippingMethodId; active: boolean }>;
export type ShippingOption = Readonly<{ method: ShippingMethod; price: Money }>;

/** Whether the method can ship a cart of this currency to the country, or anywhere if the country is null. */
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

/** The methods that can be chosen, cheapest first. */
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

/** The shipping method of the input, or everything that is invalid in it. `at` is the path in the input. */
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
    ? [['name', `A name must have 1 to ${MAX_NAME_LENGTH} characters.`] as [string, string]]
    : []),
  ...(price.amount < 0 ? [['price', 'A price cannot be negative.'] as [string, string]] : []),
  ...(isCurrency(price.currency)
    ? []
    : [['price', `${price.currency} is no longer a valid currency.`] as [string, string]]),
  ...(freeFrom && freeFrom.amount < 0
    ? [['freeFrom', 'The amount cannot be negative.'] as [string, string]]
    : []),
  ...(freeFrom && freeFrom.currency !== price.currency
    ? [
        ['freeFrom', 'freeFrom must have the same currency as the price.', 'CURRENCY_MISMATCH'] as [
          string,
          string,
          string,
        ],
      ]
    : []),
  ...(minDays < 0 || maxDays < minDays || maxDays > MAX_DAYS
    ? [
        ['maxDays', `minDays and maxDays must be 0 to ${MAX_DAYS}, and minDays cannot exceed maxDays.`] as [
          string,
          string,
        ],
      ]
    : []),
];
