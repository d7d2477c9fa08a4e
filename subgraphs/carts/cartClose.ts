import { failpoint } from '../../kernel/failpoint.ts';
import { readId } from '../../kernel/ids.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import { admitService, type Viewer } from '../../kernel/viewer.ts';
import type { Cart } from './cart.ts';
import type { Ports } from './ports.ts';

export const cartClose =
  ({ carts }: Ports) =>
  async (viewer: Viewer, id: string, orderId: string): Promise<Outcome<Cart>> => {
    admitService(viewer, 'orders');
    await failpoint('carts.close.before');
    const closed = await carts.close(readId('cart', id), readId('ord', orderId));
    await failpoint('carts.close.after');
    return closed;
  };
