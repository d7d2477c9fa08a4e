import { formatted, type Money, money, roundTo } from '../../../kernel/money.ts';
import type { Refusal } from '../../../kernel/outcome.ts';
import type { Item, Items } from './cart.ts';
import type { Benefit, Candidate } from './promotion.ts';
import type { ShippingMethod } from './shippingMethod.ts';

/** What the payment provider charges in a currency, in its minor units; every amount is a multiple of `increment`. */
export type ChargeLimit = Readonly<{ minimum: number; maximum: number; increment: number }>;
/** By currency; one that is missing is not taken. Null while payments has not said it yet. */
export type ChargeLimits = ReadonlyMap<string, ChargeLimit> | null;

/** 1 but where the provider counts in larger steps: 10 fils of a dinar, a whole ariary. */
export const incrementOf = (limits: ChargeLimits, currency: string): number =>
  limits?.get(currency)?.increment ?? 1;

type Prices = Readonly<{
  items: Items;
  promotions: readonly Candidate[];
  shippingMethods: readonly ShippingMethod[];
}>;

/**
 * Prices as they are charged: each rounded to the provider's increment, half up. Discounts and taxes are rounded to it where they
 * arise, so that every line, the shipping and the total can be charged, and refunded, as they are.
 */
export const chargedPrices = <T extends Prices>(given: T, currency: string, increment: number): T => {
  if (increment === 1) return given;
  const round = (value: Money): Money => (value.currency === currency ? roundTo(value, increment) : value);
  const item = (one: Item): Item => ({ ...one, price: round(one.price) });
  const benefit = (one: Benefit): Benefit =>
    one.kind === 'FIXED_AMOUNT' ? { ...one, amount: round(one.amount) } : one;
  return {
    ...given,
    items: new Map([...given.items].map(([id, one]) => [id, item(one)])),
    promotions: given.promotions.map((one) => ({ ...one, benefit: benefit(one.benefit) })),
    shippingMethods: given.shippingMethods.map((one) => ({ ...one, price: round(one.price) })),
  };
};

const chargeProblem = (code: string, message: string): Refusal[] => [{ code, message, field: ['cartId'] }];

/**
 * Why a total cannot be paid; nothing is to pay for a free order. While no shipping method is chosen a total may still rise, so
 * that it is not too small yet.
 */
export const totalProblems = (
  { amount, currency }: Money,
  limits: ChargeLimits,
  isWhole: boolean,
): Refusal[] => {
  if (amount === 0 || limits === null) return [];
  const limit = limits.get(currency);
  if (!limit) return chargeProblem('CURRENCY_UNSUPPORTED', `Payments in ${currency} are not possible.`);
  if (amount < limit.minimum && isWhole)
    return chargeProblem(
      'TOTAL_TOO_SMALL',
      `The least that can be paid is ${formatted(money(limit.minimum, currency))}: add something.`,
    );
  if (amount > limit.maximum)
    return chargeProblem(
      'TOTAL_TOO_LARGE',
      `The most that can be paid at once is ${formatted(money(limit.maximum, currency))}: remove something.`,
    );
  return [];
};
