import type { OrderId, ProductId } from '../../../kernel/ids.ts';

/** Another product, and in how many orders it was bought along. */
export type Along = Readonly<{ id: ProductId; count: number }>;

export type SalesPorts = Readonly<{
  sales: {
    /** Notes that these were bought in one order, once for each order. */
    noteBasket(orderId: OrderId, products: readonly ProductId[]): Promise<void>;
    /** Counts again what products sold in the last 90 days and what was bought along with them, where either may have changed: some at a time, and says how many. */
    recount(now: Date): Promise<number>;
  };
}>;
