import type { Claim } from '../../../kernel/idempotency.ts';
import type { OrderId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Order } from '../order.ts';
import type { Fulfillment } from './fulfillment.ts';
import type { Delivery, Shipment } from './shipment.ts';

export type FulfillmentStore = {
  /** Load, decide, save as one atomic step, once for each claim. */
  ship(id: OrderId, claim: Claim, decide: (order: Order) => Outcome<Shipment>): Promise<Outcome<Order>>;
  deliver(
    id: OrderId,
    decide: (order: Order, parcels: readonly Fulfillment[]) => Outcome<Delivery | null>,
  ): Promise<Outcome<Order>>;
};
