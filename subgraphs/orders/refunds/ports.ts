import type { Claim } from '../../../kernel/idempotency.ts';
import type { OrderId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Order } from '../order.ts';
import type { RequestedLines } from '../ports.ts';
import type { RefundContext, RefundDecision } from './refundOrder.ts';

export type RefundStore = {
  /** Load, decide, save as one atomic step that holds the order, once for each claim. */
  create(
    id: OrderId,
    claim: Claim,
    decide: (order: Order, given: RefundContext) => Outcome<RefundDecision>,
  ): Promise<Outcome<Order>>;
  /** What goes back to the shelf with a refund. */
  restocked(refundId: string): Promise<RequestedLines>;
};
