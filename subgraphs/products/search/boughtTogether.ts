import type { OrderId, ProductId } from '../../../kernel/ids.ts';
import { counted, type Reservation } from '../inventory/reservation.ts';
import type { Ports } from '../ports.ts';

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

/** Notes what was bought in one order, once the order has taken it. What comes back was bought together all the same. */
export const basketCount =
  ({ stock, sales, reservations }: Pick<Ports, 'stock' | 'sales' | 'reservations'>) =>
  async ({ orderId, state, lines, isCounted }: Reservation): Promise<void> => {
    if (state !== 'COMMITTED' || isCounted) return;
    const levels = await stock.levels(lines.map(({ variantId }) => variantId));
    const products = [...new Set(levels.flatMap((level) => level?.productId ?? []))];
    if (products.length > 1) await sales.noteBasket(orderId, products);
    await reservations.change(orderId, counted);
  };
