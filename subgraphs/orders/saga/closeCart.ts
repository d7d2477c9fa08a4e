import type { OrderId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';

export const CLOSE_CART = 'orders.closeCart';

/** The cart of a placed order cannot be bought again. */
export const closeCart =
  ({ orders, carts }: Pick<Ports, 'orders' | 'carts'>) =>
  async (id: OrderId): Promise<void> => {
    const [order] = await orders.find([id]);
    if (order) await carts.close(order.cartId, id);
  };
