import { failpoint } from '../../kernel/failpoint.ts';
import { readId } from '../../kernel/ids.ts';
import { admitService, ownerOf, type Viewer } from '../../kernel/viewer.ts';
import type { Cart } from './cart.ts';
import type { Ports } from './ports.ts';

/** For orders, on behalf of the buyer: what an order is made of. */
export const cartSnapshot =
  ({ carts }: Ports) =>
  async (viewer: Viewer, id: string): Promise<Cart | null> => {
    admitService(viewer, 'orders');
    await failpoint('carts.snapshot.before');
    const [cart] = await carts.find(ownerOf(viewer), [readId('cart', id)]);
    await failpoint('carts.snapshot.after');
    return cart ?? null;
  };
