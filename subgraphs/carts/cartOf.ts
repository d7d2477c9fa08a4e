import { forbidden } from '../../kernel/errors.ts';
import { ownerOf, type Viewer } from '../../kernel/viewer.ts';
import type { Cart } from './cart.ts';
import type { Ports } from './ports.ts';

/** `User.cart`: the open cart of the customer, for the customer alone. */
export const cartOf =
  ({ carts }: Ports) =>
  async (viewer: Viewer, userId: string): Promise<Cart> => {
    const owner = ownerOf(viewer);
    if (owner === null || owner !== userId) throw forbidden('A cart is its customer’s alone.');
    return carts.ofCustomer(owner);
  };
