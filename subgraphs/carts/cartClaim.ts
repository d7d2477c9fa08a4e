import { newId, readId } from '../../kernel/ids.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../kernel/viewer.ts';
import type { Cart } from './cart.ts';
import { merge } from './merge.ts';
import type { Ports } from './ports.ts';
import { variantsOf } from './variantsOf.ts';

/** First the guest's cart is the customer's alone, then its lines are added: after a crash in between, the same call goes on. */
export const cartClaim =
  ({ carts, catalogue }: Ports) =>
  async (viewer: Viewer, cartId: string): Promise<Outcome<Cart>> => {
    const { userId } = signedIn(viewer);
    const guests = await carts.claim(userId, readId('cart', cartId));
    if (!guests.ok) return guests;
    const own = await carts.ofCustomer(userId);
    const forSale = await catalogue.forSale(variantsOf(own, guests.value.lines));
    return carts.change(userId, own.id, null, (cart) => merge(cart, guests.value, forSale, () => newId('line')));
  };
