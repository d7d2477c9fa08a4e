import type { Ports } from '../ports.ts';
import { counted, type Reservation } from '../stock/reservation.ts';

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
