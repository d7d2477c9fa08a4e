import { formatted, type Money, money, roundTo } from '../../../kernel/money.ts';
import type { Refusal } from '../../../kernel/outcome.ts';
import type { Item, Items } from './cart.ts';
import type { Benefit, Candidate } from './promotion.ts';
import type { ShippingMethod } from './shippingMethod.ts';

/** What the payment provider accepts in a currency, in minor units. Every amount is a multiple of `increment`. */
export type ChargeLimit = Readonly<{ minimum: number; maximum: number; increment: number }>;
/** By currency. A missing currency is not accepted. Null while the limits are unknown. */
export type ChargeLimits = ReadonlyMap<string, ChargeLimit> | null;

/** 1, except where the provider uses larger steps, such as 10 fils of a dinar. */
export const incrementOf = (limits: ChargeLimits, currency: string): number =>
  limits?.get(currency)?.increment ?? 1;

type Prices = Readonly<{
  items: Items;
  promotions: readonly Candidate[];
  shippingMethods: readonly ShippingMethod[];
}>;

/**
 * Rounds all prices half up to the provider's increment. Discounts and taxes are rounded to it where they are computed, so that
 * every line, the shipping and the total can be charged and refunded.
 */
export const chargedPrices = <T extends Prices>(prices: T, currency: string, increment: number): T => {
  if (increment === 1) return prices;
  const round = (value: Money): Money => (value.currency === currency ? roundTo(value, increment) : value);
  const item = (one: Item): Item => ({ ...one, price: round(one.price) });
  const benefit = (one: Benefit): Benefit =>
    one.kind === 'FIXED_AMOUNT' ? { ...one, amount: round(one.amount) } : one;
  return {
    ...prices,
    items: new Map([...prices.items].map(([id, one]) => [id, item(one)])),
    promotions: prices.promotions.map((one) => ({ ...one, benefit: benefit(one.benefit) })),
    shippingMethods: prices.shippingMethods.map((one) => ({ ...one, price: round(one.price) })),
  };
};

const chargeProblem = (code: string, message: string): Refusal[] => [{ code, message, field: ['cartId'] }];

/**
 * Why a total cannot be charged; empty for a free order. `isWhole` is false while no shipping method is chosen: the total may
 * still rise, so it is not too small yet.
 */
export const totalProblems = (
  { amount, currency }: Money,
  limits: ChargeLimits,
  isWhole: boolean,
): Refusal[] => {
  if (amount === 0 || limits === null) return [];
  const limit = limits.get(currency);
  if (!limit) return chargeProblem('CURRENCY_UNSUPPORTED', `Payments in ${currency} are not supported.`);
  if (amount < limit.minimum && isWhole)
    return chargeProblem(
      'TOTAL_TOO_SMALL',
      `The minimum payment is ${formatted(money(limit.minimum, currency))}. Add more items.`,
    );
  if (amount > limit.maximum)
    return chargeProblem(
      'TOTAL_TOO_LARGE',
      `The maximum payment is ${formatted(money(limit.maximum, currency))}. Remove some items.`,
    );
  return [];
};
