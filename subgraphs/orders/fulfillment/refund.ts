import type { OrderId } from '../../../kernel/ids.ts';
import { formatted, isZero, money } from '../../../kernel/money.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { refundEmailJob } from '../documents/jobs.ts';
import type { EventAuthor, NewEvent, NewJob, OrderChange } from '../order/change.ts';
import {
  type Fulfillment,
  type Order,
  type OrderLine,
  type Refund,
  refundableAmount,
} from '../order/order.ts';
import { afterRefund, lineQuantities, quantityOf } from './fulfillment.ts';
import {
  type RefundedAmounts,
  type RefundedLine,
  type RefundParts,
  type RefundRequest,
  refundableQuantity,
  refundParts,
  shippingLeft,
} from './refundParts.ts';

/** Refunded amounts are multiples of `increment`. */
export type RefundContext = Readonly<{
  parcels: readonly Fulfillment[];
  amounts: RefundedAmounts;
  increment?: number;
}>;
export type RefundDecision = Readonly<{
  change: OrderChange;
  refundId: string;
  lines: readonly RefundedLine[];
}>;

/**
 * Refunds items, shipping, an amount, or everything that is left. Items without value are returned, and no money moves. Never
 * refunds more than the refundable amount. Refuses with REFUND_EXCEEDS, CURRENCY_MISMATCH, NOT_FOUND or INVALID.
 */
export const refundOrder = (
  order: Order,
  request: RefundRequest,
  refundId: string,
  context: RefundContext,
  by: EventAuthor,
): Outcome<RefundDecision> => {
  const left = refundableAmount(order);
  if (isZero(left) && !canReturn(order, request))
    return refuse('REFUND_EXCEEDS', 'There is nothing to refund.', ['orderId']);
  if (request.amount && request.amount.currency !== order.currency)
    return refuse('CURRENCY_MISMATCH', `The order was paid in ${order.currency}.`, ['amount', 'currency']);
  if (request.shipping && isZero(shippingLeft(order)))
    return refuse('REFUND_EXCEEDS', 'Shipping has already been refunded.', ['shipping']);
  const increment = context.increment ?? 1;
  if (request.amount && request.amount.amount % increment !== 0)
    return refuse(
      'INVALID',
      `Refunds in ${order.currency} must be multiples of ${formatted(money(increment, order.currency))}.`,
      ['amount'],
    );
  const lines = requestedLines(order, request);
  if (!lines.ok) return lines;
  const parts = refundParts(order, request, lines.value, left, context.amounts, increment);
  if (parts.amount.amount > left.amount) {
    const field = request.amount ? 'amount' : request.lines ? 'lines' : 'shipping';
    return refuse('REFUND_EXCEEDS', `At most ${formatted(left)} can be refunded.`, [field]);
  }
  return done({
    change: refundChange(order, request, refundId, parts, context, by),
    refundId,
    lines: parts.lines,
  });
};

/** Whether items can be returned although no money is left: the requested items, or all items of a free order. */
const canReturn = (order: Order, { lines, shipping, amount }: RefundRequest): boolean =>
  (order.status === 'PLACED' || order.status === 'COMPLETED') &&
  amount === null &&
  !shipping &&
  (lines !== null || isZero(order.total)) &&
  order.lines.some((line) => refundableQuantity(line) > 0);

/** The items of a refund: the requested ones, all if nothing was requested, none for shipping or an amount. */
const requestedLines = (
  order: Order,
  { lines, shipping, amount }: RefundRequest,
): Outcome<readonly { line: OrderLine; quantity: number }[]> => {
  if (lines) return lineQuantities(order, lines, refundableQuantity);
  if (shipping || amount) return done([]);
  return done(
    order.lines
      .filter((line) => refundableQuantity(line) > 0)
      .map((line) => ({ line, quantity: refundableQuantity(line) })),
  );
};

const refundChange = (
  order: Order,
  request: RefundRequest,
  id: string,
  parts: RefundParts,
  { parcels }: RefundContext,
  by: EventAuthor,
): OrderChange => {
  const { amount, shipping } = parts;
  const isReturn = isZero(amount);
  const refund: Refund = {
    id,
    paymentRefundId: null,
    amount,
    shipping,
    status: isReturn ? 'SUCCEEDED' : 'PENDING',
    reason: request.reason,
  };
  const lines = order.lines.map((line) => ({
    ...line,
    refundedQuantity: line.refundedQuantity + quantityOf(parts.lines, line),
    returnedQuantity:
      line.returnedQuantity - (parts.lines.find((part) => part.line.id === line.id)?.covered ?? 0),
  }));
  const sent = afterRefund(order, lines, parcels, by);
  const event: NewEvent = isReturn
    ? { ...by, kind: 'REFUNDED', message: returnedMessage(parts.lines) }
    : { ...by, kind: 'REFUND_REQUESTED', message: `Refund of ${formatted(amount)} requested.` };
  return {
    set: sent?.set ?? {},
    refunds: [refund],
    events: [event, ...(sent?.events ?? [])],
    jobs: isReturn ? [refundEmailJob(order.id, id)] : refundJobs(order.id),
  };
};

const returnedMessage = (lines: readonly RefundedLine[]): string => {
  const count = lines.reduce((all, { quantity }) => all + quantity, 0);
  return `${count === 1 ? '1 item was' : `${count} items were`} returned. No money was refunded.`;
};

export const OPEN_REFUNDS = 'orders.openRefunds';
export const RESTOCK = 'orders.restock';

/** Requests the order's new refunds from payments, and repeats until payments has answered. */
const refundJobs = (orderId: OrderId): NewJob[] => [{ task: OPEN_REFUNDS, payload: { orderId } }];

/** Returns the items of a refund to stock. */
export const restockJob = (orderId: OrderId, refundId: string): NewJob => ({
  task: RESTOCK,
  payload: { orderId, refundId },
  key: `restock:${refundId}`,
});
