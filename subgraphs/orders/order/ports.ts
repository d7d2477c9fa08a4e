import type { OrderFilter } from '../../../generated/orders/types.ts';
import type { CartId, OrderId, ProductId, UserId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Page, PageRequest } from '../../../kernel/page.ts';
import type { PromotionId } from '../pricing/promotion.ts';
import type { OrderChange, OrderEvent } from './change.ts';
import type { Fulfillment, Note, Order, OrderTerms } from './order.ts';

/** The idempotency key of a checkout, whose key it is, and a hash of the input it was used with. */
export type Claim = Readonly<{ caller: string; key: string; inputHash: string }>;

/** `taken`: an order with the same key or the same cart exists. `promotionLost`: a promotion reached its limit first. */
export type Created =
  | Readonly<{ kind: 'created'; order: Order }>
  | Readonly<{ kind: 'taken' }>
  | Readonly<{ kind: 'promotionLost'; promotionId: PromotionId }>;

export type OrderListQuery = Readonly<{ ownerId: UserId | null; filter: OrderFilter | null | undefined }>;

export type OrderPorts = {
  orders: {
    /** Inserts the order with its lines, redemptions and watchdog job in one transaction. */
    create(terms: OrderTerms, claim: Claim): Promise<Created>;
    /**
     * Loads, decides and saves as one atomic step. NOT_FOUND if there is no such order; a decision of null changes nothing.
     * With `observed`, the change is first tried without loading the order, and applies only if its statuses are unchanged.
     */
    change(
      id: OrderId,
      decide: (order: Order) => Outcome<OrderChange | null>,
      observed?: Order,
    ): Promise<Outcome<Order>>;
    find(ids: readonly OrderId[]): Promise<readonly (Order | null)[]>;
    findByToken(tokenHash: string): Promise<Order | null>;
    findByKey(caller: string, key: string): Promise<Readonly<{ order: Order; inputHash: string }> | null>;
    /** The order of a cart. Null if the order is cancelled, or the cart may be ordered again. */
    findByCart(cartId: CartId): Promise<Readonly<{ order: Order; inputHash: string }> | null>;
    /** Newest first, of one customer or of all. */
    page(query: OrderListQuery, page: PageRequest<OrderId>): Promise<Page<Order>>;
    timelines(ids: readonly OrderId[]): Promise<readonly OrderEvent[]>;
    fulfillments(ids: readonly OrderId[]): Promise<readonly Fulfillment[]>;
    notes(ids: readonly OrderId[]): Promise<readonly Note[]>;
    hasBought(customer: UserId, product: ProductId): Promise<boolean>;
    /** Enqueues a job for each order whose saga should have moved before `before`, and returns their ids. */
    overdue(before: Date): Promise<readonly OrderId[]>;
    /** Enqueues the order's watchdog for a later time. */
    scheduleCheck(id: OrderId, at: Date): Promise<void>;
    /** Allows another order for the order's cart. Safe to repeat. */
    releaseCart(id: OrderId): Promise<void>;
  };
  clock(): Date;
  settings: Readonly<{ linkSecret: string; shopUrl: string; publicUrl: string; holdMs: number }>;
};
