import type { Claim } from '../../../kernel/idempotency.ts';
import type { OrderId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Order } from '../order.ts';
import type { Wanted } from '../ports.ts';
import type { RefundGiven, RefundMade } from './refundOrder.ts';

export type RefundStore = {
  /** Load, decide, save as one atomic step that holds the order, once for each claim. */
  make(
    id: OrderId,
    claim: Claim,
    decide: (order: Order, given: RefundGiven) => Outcome<RefundMade>,
  ): Promise<Outcome<Order>>;
  /** What goes back to the shelf with a refund. */
  restocked(refundId: string): Promise<Wanted>;
};
