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

/** What to refund: items, shipping or both; an amount; or, if all are empty, everything that is left. */
export type RefundRequest = Readonly<{
  lines: readonly RequestedLine[] | null;
  shipping: boolean;
  amount: MoneyInput | null;
  restock: boolean;
  reason: string;
}>;
/** What successful and pending refunds have refunded per line. */
export type RefundedAmounts = ReadonlyMap<Id<'oline'>, Money>;
/** `restocked` items return to stock now. `covered` items were returned before, by a refund that failed. */
export type RefundedLine = LineQuantity & Readonly<{ amount: Money; restocked: number; covered: number }>;
/** What a refund is for. An amount may exceed the lines and the shipping. */
export type RefundParts = Readonly<{ amount: Money; shipping: Money; lines: readonly RefundedLine[] }>;

export const refundableQuantity = ({ quantity, refundedQuantity }: OrderLine): number =>
  quantity - refundedQuantity;

/** The price of a line without the tax on shipping. */
export const ownTotal = (
  { total, shippingTax }: OrderLine,
  { taxIncluded }: Pick<Order, 'taxIncluded'>,
): Money => (taxIncluded ? total : subtract(total, shippingTax));

/**
 * The value of the next items of a line: the value of all items up to them, minus what was refunded for the line. However the
 * items are split, and whichever refunds fail, they add up to the line's total. It is a multiple of `increment`.
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

/** What is left to refund of the shipping and its tax. */
export const shippingLeft = ({ shipping, taxIncluded, lines, refunds, currency }: Order): Money => {
  const taxes = taxIncluded ? [] : lines.map(({ shippingTax }) => shippingTax);
  const before = refunds.flatMap((refund) =>
    refund.status !== 'FAILED' && refund.shipping ? [refund.shipping] : [],
  );
  const all = sum([shipping, ...taxes], currency);
  return subtract(all, atMost(sum(before, currency), all));
};

/** The amount of a refund and its parts. The lines never exceed the amount, and are zero if no money is left. */
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
  const total = isAll ? left : amount ? money(amount.amount, currency) : value;
  const forLines = atMost(lineValue, total);
  const forShipping = isAll || shipping ? atMost(shippingLeft(order), subtract(total, forLines)) : nothing;
  const shares = forLines.amount === lineValue.amount ? values : splitByValue(forLines, values);
  const refunded = requested.map((part, index) => ({
    ...part,
    amount: shares[index] ?? nothing,
    ...stockOf(part, order, restock),
  }));
  return { amount: total, shipping: forShipping, lines: refunded };
};

const splitByValue = (total: Money, values: readonly Money[]): Money[] =>
  allocate(
    total,
    values.map(({ amount }) => amount),
  );

/** How many items return to stock. Those of a cancelled order are in stock already. */
const stockOf = (
  { line, quantity }: LineQuantity,
  { status }: Order,
  restock: boolean,
): Pick<RefundedLine, 'restocked' | 'covered'> => {
  const covered = Math.min(quantity, line.returnedQuantity);
  return { covered, restocked: restock && status !== 'CANCELLED' ? quantity - covered : 0 };
};
