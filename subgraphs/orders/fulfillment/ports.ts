import type { Claim } from '../../../kernel/idempotency.ts';
import type { Id, OrderId } from '../../../kernel/ids.ts';
import type { Money } from '../../../kernel/money.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Fulfillment, Order, StockLines } from '../order/order.ts';
import type { OrderPorts } from '../order/ports.ts';
import type { PricingPorts } from '../pricing/ports.ts';
import type { Delivery, Shipment } from './fulfillment.ts';
import type { RefundContext, RefundDecision } from './refund.ts';

export type FulfillmentStore = {
  /** Loads, decides and saves as one atomic step, once per claim. */
  ship(id: OrderId, claim: Claim, decide: (order: Order) => Outcome<Shipment>): Promise<Outcome<Order>>;
  deliver(
    id: OrderId,
    decide: (order: Order, parcels: readonly Fulfillment[]) => Outcome<Delivery | null>,
  ): Promise<Outcome<Order>>;
};

export type RefundStore = {
  /** Loads, decides and saves as one atomic step with the order's row locked, once per claim. */
  create(
    id: OrderId,
    claim: Claim,
    decide: (order: Order, context: RefundContext) => Outcome<RefundDecision>,
  ): Promise<Outcome<Order>>;
  /** The items that return to stock with a refund. */
  restocked(refundId: string): Promise<StockLines>;
};

export type FulfillmentPorts = PricingPorts &
  OrderPorts & {
    fulfillments: FulfillmentStore;
    refunds: RefundStore;
    catalogue: {
      /** Adds the items to stock again, once per key. */
      returnStock(orderId: OrderId, lines: StockLines, key: string): Promise<void>;
    };
    payments: {
      /** Opens a refund, once per key. Null while the provider has not confirmed it. */
      refund(
        orderId: OrderId,
        amount: Money,
        reason: string,
        key: string,
      ): Promise<Outcome<Id<'ref'> | null>>;
    };
  };
