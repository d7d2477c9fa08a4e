import type { MoneyInput } from '../../../generated/orders/types.ts';
import type { Id } from '../../../kernel/ids.ts';
import { formatted, isZero, type Money, money } from '../../../kernel/money.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Change, NewEvent } from '../change.ts';
import type { Fulfillment } from '../fulfillment/fulfillment.ts';
import { counted, piecesOf, type Wish } from '../fulfillment/pieces.ts';
import { afterRefund } from '../fulfillment/shipment.ts';
import { type Order, type OrderLine, type Refund, refundable } from '../order.ts';
import { leftOf, partsOf, type RefundedPieces, type RefundParts, shippingLeft } from './parts.ts';
import { refundJobs, refundMail } from './refundJobs.ts';

/** What is asked for: items, shipping or both; an amount; or, with none of them, all that is left. */
export type RefundWish = Readonly<{
  lines: readonly Wish[] | null;
  shipping: boolean;
  amount: MoneyInput | null;
  restock: boolean;
  reason: string;
}>;
/** What refunds that have not failed gave back, by line. */
export type RefundedAmounts = ReadonlyMap<Id<'oline'>, Money>;
/** `increment`: what the provider refunds is a multiple of it. */
export type RefundGiven = Readonly<{
  parcels: readonly Fulfillment[];
  amounts: RefundedAmounts;
  increment?: number;
}>;
export type RefundMade = Readonly<{ change: Change; refundId: string; pieces: readonly RefundedPieces[] }>;
type By = Omit<NewEvent, 'kind' | 'message'>;

/**
 * Refunds items, shipping, an amount, or all that is left; items of no value are returned and no money moves. Never more than was
 * paid and neither went back nor is on its way. Refuses with REFUND_EXCEEDS, CURRENCY_MISMATCH, NOT_FOUND or INVALID.
 */
export const refundOrder = (
  order: Order,
  wish: RefundWish,
  refundId: string,
  given: RefundGiven,
  by: By,
): Outcome<RefundMade> => {
  const left = refundable(order);
  if (isZero(left) && !mayReturn(order, wish))
    return refuse('REFUND_EXCEEDS', 'There is nothing to be refunded.', ['orderId']);
  if (wish.amount && wish.amount.currency !== order.currency)
    return refuse('CURRENCY_MISMATCH', `The order was paid in ${order.currency}.`, ['amount', 'currency']);
  if (wish.shipping && isZero(shippingLeft(order)))
    return refuse('REFUND_EXCEEDS', 'Nothing is left of the shipping.', ['shipping']);
  const increment = given.increment ?? 1;
  if (wish.amount && wish.amount.amount % increment !== 0)
    return refuse(
      'INVALID',
      `Refunds in ${order.currency} are multiples of ${formatted(money(increment, order.currency))}.`,
      ['amount'],
    );
  const wished = wishedLines(order, wish);
  if (!wished.ok) return wished;
  const parts = partsOf(order, wish, wished.value, left, given.amounts, increment);
  if (parts.amount.amount > left.amount) {
    const field = wish.amount ? 'amount' : wish.lines ? 'lines' : 'shipping';
    return refuse('REFUND_EXCEEDS', `At most ${formatted(left)} can be refunded.`, [field]);
  }
  return done({ change: changeOf(order, wish, refundId, parts, given, by), refundId, pieces: parts.pieces });
};

/** Whether items can come back though no money is left: named items, or all items of an order that was free. */
const mayReturn = (order: Order, { lines, shipping, amount }: RefundWish): boolean =>
  (order.status === 'PLACED' || order.status === 'COMPLETED') &&
  amount === null &&
  !shipping &&
  (lines !== null || isZero(order.total)) &&
  order.lines.some((line) => leftOf(line) > 0);

/** The items that a refund is for: those that are named; of all that is left all items; of shipping or an amount none. */
const wishedLines = (
  order: Order,
  { lines, shipping, amount }: RefundWish,
): Outcome<readonly { line: OrderLine; quantity: number }[]> => {
  if (lines) return piecesOf(order, lines, leftOf);
  if (shipping || amount) return done([]);
  return done(
    order.lines.filter((line) => leftOf(line) > 0).map((line) => ({ line, quantity: leftOf(line) })),
  );
};

const changeOf = (
  order: Order,
  wish: RefundWish,
  id: string,
  parts: RefundParts,
  { parcels }: RefundGiven,
  by: By,
): Change => {
  const { amount, shipping, pieces } = parts;
  const isReturn = isZero(amount);
  const refund: Refund = {
    id,
    paymentRefundId: null,
    amount,
    shipping,
    status: isReturn ? 'SUCCEEDED' : 'PENDING',
    reason: wish.reason,
  };
  const lines = order.lines.map((line) => ({
    ...line,
    refundedQuantity: line.refundedQuantity + counted(pieces, line),
    returnedQuantity:
      line.returnedQuantity - (pieces.find((piece) => piece.line.id === line.id)?.covered ?? 0),
  }));
  const sent = afterRefund(order, lines, parcels, by);
  const event: NewEvent = isReturn
    ? { ...by, kind: 'REFUNDED', message: returned(pieces) }
    : { ...by, kind: 'REFUND_REQUESTED', message: `${formatted(amount)} go back to the buyer.` };
  return {
    set: sent?.set ?? {},
    refunds: [refund],
    events: [event, ...(sent?.events ?? [])],
    jobs: isReturn ? [refundMail(order.id, id)] : refundJobs(order.id),
  };
};

const returned = (pieces: readonly RefundedPieces[]): string => {
  const count = pieces.reduce((all, { quantity }) => all + quantity, 0);
  return `${count === 1 ? '1 item was' : `${count} items were`} returned. No money was refunded.`;
};
