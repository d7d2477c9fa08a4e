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
  /** Automatic promotions, and those of the cart's codes. */
  promotions: readonly Candidate[];
  /** Codes whose result is not revealed now, because too many wrong codes were tried. */
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

/** What the cart costs. All amounts of a purchase come from this function. */
export const quote = (input: QuoteInput): Quote => {
  const increment = incrementOf(input.chargeLimits, input.cart.currency);
  const charged = chargedPrices(input, input.cart.currency, increment);
  const { cart, items, promotions, limitedCodes = [], buyer, now } = charged;
  const lines = pricedLines(cart, items);
  const subtotal = subtotalOf(charged);
  const chosen = chosenOption(charged, subtotal);
  const discounts = discountsOf({
    lines,
    subtotal,
    buyer,
    now,
    candidates: promotions.filter(({ code }) => code === null || !limitedCodes.includes(code)),
    codes: cart.promotionCodes.filter((code) => !limitedCodes.includes(code)),
    shipping: chosen?.price ?? null,
    increment,
  });
  const shown = { ...discounts, rejected: [...discounts.rejected, ...limitedCodes.map(rateLimited)] };
  const amounts = totals(charged, lines, shown, increment);
  const problems = [
    ...quoteProblems({ ...charged, chosen }),
    ...totalProblems(amounts.total, charged.chargeLimits, chosen !== undefined),
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
  priced: readonly PricedLine[],
  { perLine, shipping, applied, rejected }: Discounts,
  increment: number,
) => {
  const nets = priced.map((line, index) => ({
    net: subtract(line.subtotal, perLine[index] ?? zero(currency)),
    categories: line.item.categories,
  }));
  const taxes = taxesOf(nets, shipping, taxRates, address, increment);
  const lines = priced.map((line, index): QuoteLine => {
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
