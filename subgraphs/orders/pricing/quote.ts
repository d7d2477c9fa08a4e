import type { LineId, UserId } from '../../../kernel/ids.ts';
import { add, type Money, subtract, sum, zero } from '../../../kernel/money.ts';
import type { Refusal } from '../../../kernel/outcome.ts';
import type { PostalAddress } from '../../../kernel/postalAddress.ts';
import { type CartSnapshot, type Item, type Items, type PricedLine, pricedLines } from './cart.ts';
import { type ChargeLimits, chargedPrices, incrementOf, totalProblems } from './chargeLimits.ts';
import { type Applied, type Discounts, discountsOf } from './discounts.ts';
import { quoteProblems } from './problems.ts';
import type { Candidate } from './promotion.ts';
import { isVisible, type Rejected, rateLimited } from './promotionRejection.ts';
import {
  optionsFor,
  type ShippingMethod,
  type ShippingMethodId,
  type ShippingOption,
} from './shippingMethod.ts';
import { type TaxRate, taxesOf } from './tax.ts';

export type QuoteInput = Readonly<{
  cart: CartSnapshot;
  items: Items;
  /** Those that apply by themselves, and those of the cart's codes. */
  promotions: readonly Candidate[];
  /** Codes of which nothing is told now, since too many wrong ones were tried. */
  limitedCodes?: readonly string[];
  shippingMethods: readonly ShippingMethod[];
  taxRates: readonly TaxRate[];
  chargeLimits: ChargeLimits;
  address: PostalAddress | null;
  shippingMethodId: ShippingMethodId | null;
  buyer: UserId | null;
  now: Date;
}>;

export type QuoteLine = Readonly<{
  cartLineId: LineId;
  item: Item;
  quantity: number;
  unitPrice: Money;
  subtotal: Money;
  discount: Money;
  tax: Money;
  /** The part of `tax` that is the line's share of the tax on shipping. */
  shippingTax: Money;
  total: Money;
}>;
export type Quote = Readonly<{
  currency: string;
  lines: readonly QuoteLine[];
  subtotal: Money;
  discount: Money;
  shipping: Money;
  tax: Money;
  taxIncluded: boolean;
  total: Money;
  promotions: readonly Applied[];
  rejectedPromotions: readonly Rejected[];
  problems: readonly Refusal[];
  shippingMethod: ShippingMethod | null;
}>;

/** What the cart costs: all amounts of the buyer's purchase come from here and from nowhere else. */
export const quote = (listed: QuoteInput): Quote => {
  const increment = incrementOf(listed.chargeLimits, listed.cart.currency);
  const given = chargedPrices(listed, listed.cart.currency, increment);
  const { cart, items, promotions, limitedCodes = [], buyer, now } = given;
  const basket = pricedLines(cart, items);
  const subtotal = subtotalOf(given);
  const chosen = chosenOption(given, subtotal);
  const discounts = discountsOf({
    lines: basket,
    subtotal,
    buyer,
    now,
    candidates: promotions.filter(({ code }) => code === null || !limitedCodes.includes(code)),
    codes: cart.promotionCodes.filter((code) => !limitedCodes.includes(code)),
    shipping: chosen?.price ?? null,
    increment,
  });
  const told = { ...discounts, rejected: [...discounts.rejected, ...limitedCodes.map(rateLimited)] };
  const amounts = totals(given, basket, told, increment);
  const problems = [
    ...quoteProblems({ ...given, chosen }),
    ...totalProblems(amounts.total, given.chargeLimits, chosen !== undefined),
  ];
  return { ...amounts, problems, shippingMethod: chosen?.method ?? null };
};

export const subtotalOf = ({ cart, items }: Pick<QuoteInput, 'cart' | 'items'>): Money =>
  sum(
    pricedLines(cart, items).map((line) => line.subtotal),
    cart.currency,
  );

const chosenOption = (
  { shippingMethods, shippingMethodId, address }: QuoteInput,
  subtotal: Money,
): ShippingOption | undefined =>
  optionsFor(shippingMethods, subtotal, address?.country ?? null).find(
    ({ method }) => method.id === shippingMethodId,
  );

const totals = (
  { cart: { currency }, taxRates, address }: QuoteInput,
  basket: readonly PricedLine[],
  { perLine, shipping, applied, rejected }: Discounts,
  increment: number,
) => {
  const nets = basket.map((line, index) => ({
    net: subtract(line.subtotal, perLine[index] ?? zero(currency)),
    categories: line.item.categories,
  }));
  const taxes = taxesOf(nets, shipping, taxRates, address, increment);
  const lines = basket.map((line, index): QuoteLine => {
    const { net } = nets[index] ?? { net: line.subtotal };
    const tax = taxes.perLine[index] ?? zero(currency);
    const shippingTax = taxes.onShipping[index] ?? zero(currency);
    const total = taxes.included ? net : add(net, tax);
    return {
      ...line,
      unitPrice: line.item.price,
      discount: subtract(line.subtotal, net),
      tax,
      shippingTax,
      total,
    };
  });
  const all = (amount: (line: QuoteLine) => Money): Money => sum(lines.map(amount), currency);
  return {
    currency,
    lines,
    subtotal: all((line) => line.subtotal),
    discount: all((line) => line.discount),
    shipping,
    tax: all((line) => line.tax),
    taxIncluded: taxes.included,
    total: add(
      all((line) => line.total),
      shipping,
    ),
    promotions: applied,
    rejectedPromotions: rejected.filter(isVisible),
  };
};
