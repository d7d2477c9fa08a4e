import type { MutationCartCloseArgs } from '../../generated/carts/types.ts';
import { failpoint } from '../../kernel/failpoint.ts';
import { readId } from '../../kernel/ids.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import { admitService, type Viewer } from '../../kernel/viewer.ts';
import type { Cart } from './cart.ts';
import type { Ports } from './ports.ts';

/** For orders alone: the cart of a placed order cannot be bought again, and what was added to it since stays. Safe to repeat. */
export const cartClose =
  ({ carts }: Ports) =>
  async (
    viewer: Viewer,
    { id, orderId, lines, promotionCodes }: MutationCartCloseArgs,
  ): Promise<Outcome<Cart>> => {
    admitService(viewer, 'orders');
    await failpoint('carts.close.before');
    const closed = await carts.close(readId('cart', id), {
      orderId: readId('ord', orderId),
      lines:
        lines?.map(({ variantId, quantity }) => ({ variantId: readId('var', variantId), quantity })) ?? null,
      promotionCodes: promotionCodes ?? [],
    });
    await failpoint('carts.close.after');
    return closed;
  };
