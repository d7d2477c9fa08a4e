import type { OrderId } from '../../../kernel/ids.ts';
import type { FulfillmentPorts } from '../fulfillment/ports.ts';
import type { Order, Shortage, StockLines } from '../order/order.ts';
import type { OpenedPayment, PaymentState } from './payment.ts';

/** What the saga asks of the other services. Every call is safe to repeat. */
export type LifecyclePorts = FulfillmentPorts & {
  carts: {
    /** Removes the ordered items from the cart. `isOpen`: items were added after the checkout and can be ordered. */
    close(order: Order): Promise<Readonly<{ isOpen: boolean }>>;
  };
  catalogue: {
    reserve(
      orderId: OrderId,
      lines: StockLines,
      expiresAt: Date,
    ): Promise<Readonly<{ reserved: boolean; shortages: readonly Shortage[] }>>;
    /** False if the reservation has expired and the stock is no longer available. */
    commit(orderId: OrderId): Promise<boolean>;
    release(orderId: OrderId): Promise<void>;
  };
  payments: {
    /** Opens the order's payment, or returns the one that is open. */
    open(order: Order): Promise<OpenedPayment>;
    capture(orderId: OrderId): Promise<PaymentState>;
    /** Voids the payment, and prevents that one is opened later. */
    void(orderId: OrderId): Promise<PaymentState>;
    /** The provider's current state of the payment. */
    state(orderId: OrderId): Promise<PaymentState>;
  };
};
