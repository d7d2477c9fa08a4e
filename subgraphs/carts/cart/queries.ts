import { forbidden } from '../../../kernel/errors.ts';
import { failpoint } from '../../../kernel/failpoint.ts';
import { readId } from '../../../kernel/ids.ts';
import { admitService, ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import type { Cart } from './cart.ts';
import type { Ports } from './ports.ts';

/** `User.cart`: the customer's open cart. FORBIDDEN for any other viewer. */
export const cartOf =
  ({ carts }: Pick<Ports, 'carts'>) =>
  async (viewer: Viewer, userId: string): Promise<Cart> => {
    const owner = ownerOf(viewer);
    if (owner === null || owner !== userId) throw forbidden('Only the customer can read their own cart.');
    return carts.ofCustomer(owner);
  };

/** The stored cart, for the orders service on behalf of the buyer. Null if the cart is not the buyer's. */
export const cartSnapshot =
  ({ carts }: Pick<Ports, 'carts'>) =>
  async (viewer: Viewer, id: string): Promise<Cart | null> => {
    admitService(viewer, 'orders');
    await failpoint('carts.snapshot.before');
    const [cart] = await carts.find(ownerOf(viewer), [readId('cart', id)]);
    await failpoint('carts.snapshot.after');
    return cart ?? null;
  };
