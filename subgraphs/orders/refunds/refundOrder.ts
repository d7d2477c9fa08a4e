import type { MoneyInput } from '../../../generated/orders/types.ts';
import { formatted, fraction, type Money, subtract, sum } from '../../../kernel/money.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Change, NewEvent } from '../change.ts';
import type { Fulfillment } from '../fulfillment/fulfillment.ts';
import { counted, type Pieces, piecesOf, type Wish } from '../fulfillment/pieces.ts';
import { afterRefund } from '../fulfillment/shipment.ts';
import { type Order, type OrderLine, type Refund, refundable } from '../order.ts';
import { refundJobs } from './refundJobs.ts';

export type RefundWish = Readonly<{ lines: readonly Wish[] | null; amount: MoneyInput | null; restock: boolean; reason: string }>;
export type RefundedPieces = Pieces & Readonly<{ amount: Money }>;
export type RefundMade = Readonly<{ change: Change; refundId: string; pieces: readonly RefundedPieces[]; restock: boolean }>;
type By = Omit<NewEvent, 'kind' | 'message'>;

const leftOf = ({ quantity, refundedQuantity }: OrderLine): number => quantity - refundedQuantity;

/**
 * What the next pieces of a line are worth, with their tax and less their discount: the difference of what all up to and
 * all before them are, so that one by one or at once the same money goes back, and never more than the line's total.
 */
export const worthOf = ({ total, quantity, refundedQuantity }: OrderLine, pieces: number): Money =>
  subtract(fraction(total, refundedQuantity + pieces, quantity), fraction(total, refundedQuantity, quantity));

/** Gives money back: for lines, an amount, or all that is left. Never more than was paid and neither went back nor is on its way. */
export const refundOrder = (
  order: Order,
  wish: RefundWish,
  refundId: string,
  parcels: readonly Fulfillment[],
  by: By,
): Outcome<RefundMade> => {
  const left = refundable(order);
  if (left.amount === 0) return refuse('REFUND_EXCEEDS', 'There is nothing to be refunded.', ['orderId']);
  if (wish.amount && wish.amount.currency !== order.currency)
    return refuse('CURRENCY_MISMATCH', `The order was paid in ${order.currency}.`, ['amount', 'currency']);
  const pieces = piecesWished(order, wish);
  if (!pieces.ok) return pieces;
  const amount = wish.amount ?? (wish.lines ? sumOf(pieces.value, order.currency) : left);
  if (amount.amount > left.amount)
    return refuse('REFUND_EXCEEDS', `At most ${formatted(left)} can be refunded.`, [wish.amount ? 'amount' : 'lines']);
  if (amount.amount === 0) return refuse('INVALID', 'These items cost nothing: there is nothing to give back.', ['lines']);
  const refund: Refund = { id: refundId, paymentRefundId: null, amount, status: 'PENDING', reason: wish.reason };
  return done({ change: changeOf(order, refund, pieces.value, parcels, by), refundId, pieces: pieces.value, restock: wish.restock });
};

/** The items that a refund is for: those that are named; of all that is left all items; of an amount none. */
const piecesWished = (order: Order, { lines, amount }: RefundWish): Outcome<readonly RefundedPieces[]> => {
  if (amount) return done([]);
  const all = order.lines.filter((line) => leftOf(line) > 0).map((line) => ({ line, quantity: leftOf(line) }));
  const pieces = lines ? piecesOf(order, lines, leftOf) : done(all);
  return pieces.ok ? done(pieces.value.map((each) => ({ ...each, amount: worthOf(each.line, each.quantity) }))) : pieces;
};

const sumOf = (pieces: readonly RefundedPieces[], currency: string): Money =>
  sum(
    pieces.map(({ amount }) => amount),
    currency,
  );

const changeOf = (order: Order, refund: Refund, pieces: readonly Pieces[], parcels: readonly Fulfillment[], by: By): Change => {
  const lines = order.lines.map((line) => ({ ...line, refundedQuantity: line.refundedQuantity + counted(pieces, line) }));
  const sent = afterRefund(order, lines, parcels, by);
  const requested: NewEvent = { ...by, kind: 'REFUND_REQUESTED', message: `${formatted(refund.amount)} go back to the buyer.` };
  return {
    set: sent?.set ?? {},
    refunds: [refund],
    events: [requested, ...(sent?.events ?? [])],
    jobs: refundJobs(order.id),
  };
};
