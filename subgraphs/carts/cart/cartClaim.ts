import { newId, readId, type UserId } from '../../../kernel/ids.ts';
import { done, type Outcome } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import { type Cart, variantsOf } from './cart.ts';
import { canMerge, claim, emptied, merge, unclaim } from './merge.ts';
import type { Ports } from './ports.ts';

type Needs = Pick<Ports, 'carts' | 'catalogue'>;

/**
 * Merges a guest cart into the signed-in customer's own cart and returns the latter.
 *
 * Three steps, because two carts can be on two nodes of a Redis Cluster: claim the guest cart, merge its lines, empty it.
 * Safe to repeat: after a crash between the steps, the same call continues.
 * Refuses with NOT_FOUND, CART_CLOSED, CURRENCY_MISMATCH or LIMIT_EXCEEDED, and then the guest cart stays usable.
 */
export const cartClaim =
  (ports: Needs) =>
  async (viewer: Viewer, cartId: string): Promise<Outcome<Cart>> => {
    const { userId } = signedIn(viewer);
    const id = readId('cart', cartId);
    const own = await ports.carts.ofCustomer(userId);
    const claimed = await ports.carts.updateGuestCart(userId, id, (guestCart) =>
      claimIfMergeable(own, guestCart, userId),
    );
    const merged = claimed.ok ? await mergeInto(ports, own, claimed.value) : claimed;
    await ports.carts.updateGuestCart(userId, id, (guestCart) =>
      done(merged.ok ? emptied(guestCart) : unclaim(guestCart)),
    );
    return merged;
  };

const claimIfMergeable = (own: Cart, guestCart: Cart, customer: UserId): Outcome<Cart> => {
  const allowed = canMerge(own, guestCart);
  return allowed.ok ? claim(guestCart, customer) : allowed;
};

const mergeInto = async ({ carts, catalogue }: Needs, own: Cart, guestCart: Cart): Promise<Outcome<Cart>> => {
  const offers = await catalogue.offers(variantsOf(own, guestCart.lines));
  return carts.update(own.owner, own.id, null, (cart) => merge(cart, guestCart, offers, () => newId('line')));
};
