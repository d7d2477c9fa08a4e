import type { MoneyInput } from '../../../generated/orders/types.ts';
import type { Id } from '../../../kernel/ids.ts';
import {
  add,
  allocate,
  atMost,
  fraction,
  isZero,
  type Money,
  money,
  subtract,
  sum,
} from '../../../kernel/money.ts';
import type { Order, OrderLine } from '../order/order.ts';
import type { LineQuantity, RequestedLine } from './fulfillment.ts';

/** What is asked for: items, shipping or both; an amount; or, with none of them, all that is left. */
export type RefundRequest = Readonly<{
  lines: readonly RequestedLine[] | null;
  shipping: boolean;
  amount: MoneyInput | null;
  restock: boolean;
  reason: string;
}>;
/** What refunds that have not failed gave back, by line. */
export type RefundedAmounts = ReadonlyMap<Id<'oline'>, Money>;
/** `restocked` pieces are put back in stock now; `covered` ones were put back before, by a refund that failed. */
export type RefundedLine = LineQuantity & Readonly<{ amount: Money; restocked: number; covered: number }>;
/** What a refund is for; what is neither of lines nor of shipping is of no part. */
export type RefundParts = Readonly<{ amount: Money; shipping: Money; lines: readonly RefundedLine[] }>;

export const refundableQuantity = ({ quantity, refundedQuantity }: OrderLine): number =>
  quantity - refundedQuantity;

/** What a line costs its buyer without the tax on shipping. */
export const ownTotal = (
  { total, shippingTax }: OrderLine,
  { taxIncluded }: Pick<Order, 'taxIncluded'>,
): Money => (taxIncluded ? total : subtract(total, shippingTax));

/**
 * What the next pieces of a line are lineValue: what all up to them are, less what was refunded for the line before. In whatever parts
 * pieces are refunded, and whichever of the refunds fail, all of them come to the line's own total. It is a multiple of `increment`.
 */
export const refundValue = (
  line: OrderLine,
  quantity: number,
  order: Pick<Order, 'taxIncluded'>,
  before: Money,
  increment = 1,
): Money => {
  const upTo = fraction(ownTotal(line, order), line.refundedQuantity + quantity, line.quantity, increment);
  return subtract(upTo, atMost(before, upTo));
};

/** What of the shipping, with the tax on it, was not refunded. */
export const shippingLeft = ({ shipping, taxIncluded, lines, refunds, currency }: Order): Money => {
  const taxes = taxIncluded ? [] : lines.map(({ shippingTax }) => shippingTax);
  const before = refunds.flatMap((refund) =>
    refund.status !== 'FAILED' && refund.shipping ? [refund.shipping] : [],
  );
  const all = sum([shipping, ...taxes], currency);
  return subtract(all, atMost(sum(before, currency), all));
};

/** The amount of a refund and its parts. Lines never come to more than the amount; where no money is left they come to nothing. */
export const refundParts = (
  order: Order,
  { amount, lines, shipping, restock }: RefundRequest,
  requested: readonly LineQuantity[],
  left: Money,
  amounts: RefundedAmounts,
  increment = 1,
): RefundParts => {
  const { currency } = order;
  const nothing = money(0, currency);
  const values = requested.map(({ line, quantity }) =>
    refundValue(line, quantity, order, amounts.get(line.id) ?? nothing, increment),
  );
  const lineValue = sum(values, currency);
  const isAll = !amount && !lines && !shipping;
  const value = isZero(left) ? nothing : add(lineValue, shipping ? shippingLeft(order) : nothing);
  const whole = isAll ? left : amount ? money(amount.amount, currency) : value;
  const forLines = atMost(lineValue, whole);
  const forShipping = isAll || shipping ? atMost(shippingLeft(order), subtract(whole, forLines)) : nothing;
  const shares = forLines.amount === lineValue.amount ? values : splitByValue(forLines, values);
  const refunded = requested.map((part, index) => ({
    ...part,
    amount: shares[index] ?? nothing,
    ...stockOf(part, order, restock),
  }));
  return { amount: whole, shipping: forShipping, lines: refunded };
};

const splitByValue = (whole: Money, values: readonly Money[]): Money[] =>
  allocate(
    whole,
    values.map(({ amount }) => amount),
  );

/** The items of a cancelled order are in stock already. */
const stockOf = (
  { line, quantity }: LineQuantity,
  { status }: Order,
  restock: boolean,
): Pick<RefundedLine, 'restocked' | 'covered'> => {
  const covered = Math.min(quantity, line.returnedQuantity);
  return { covered, restocked: restock && status !== 'CANCELLED' ? quantity - covered : 0 };
};
