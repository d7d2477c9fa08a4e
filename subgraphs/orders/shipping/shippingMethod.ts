import type { Id } from '../../../kernel/ids.ts';
import { type Money, zero } from '../../../kernel/money.ts';

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
