import type { OrderId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';

export const CLOSE_CART = 'orders.closeCart';

/** The cart of a placed order cannot be bought again; what was added to it after the checkout can. Safe to repeat. */
export const closeCart =
  ({ orders, carts }: Pick<Ports, 'orders' | 'carts'>) =>
  async (id: OrderId): Promise<void> => {
    const [order] = await orders.find([id]);
    if (!order) return;
    const { isOpen } = await carts.close(order);
    if (isOpen) await orders.releaseCart(id);
  };
