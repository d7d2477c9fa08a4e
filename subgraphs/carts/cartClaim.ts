import { newId, readId, type UserId } from '../../kernel/ids.ts';
import { done, type Outcome } from '../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../kernel/viewer.ts';
import { type Cart, claim, emptied, unclaim } from './cart.ts';
import { merge, mergeable } from './merge.ts';
import type { Ports } from './ports.ts';
import { variantsOf } from './variantsOf.ts';

type Needed = Pick<Ports, 'carts' | 'catalogue'>;

/**
 * First the guest's cart is the customer's alone, unless the carts cannot become one; then its lines are added, then they are gone
 * from it. After a crash in between, the same call goes on. Two carts are never one step: they may be on two servers of a cluster.
 */
export const cartClaim =
  (ports: Needed) =>
  async (viewer: Viewer, cartId: string): Promise<Outcome<Cart>> => {
    const { userId } = signedIn(viewer);
    const id = readId('cart', cartId);
    const own = await ports.carts.ofCustomer(userId);
    const claimed = await ports.carts.changeGuests(userId, id, (guests) => claimFor(own, guests, userId));
    const merged = claimed.ok ? await mergeInto(ports, own, claimed.value) : claimed;
    await ports.carts.changeGuests(userId, id, (guests) =>
      done(merged.ok ? emptied(guests) : unclaim(guests)),
    );
    return merged;
  };

const claimFor = (own: Cart, guests: Cart, customer: UserId): Outcome<Cart> => {
  const may = mergeable(own, guests);
  return may.ok ? claim(guests, customer) : may;
};

const mergeInto = async ({ carts, catalogue }: Needed, own: Cart, guests: Cart): Promise<Outcome<Cart>> => {
  const forSale = await catalogue.forSale(variantsOf(own, guests.lines));
  return carts.change(own.owner, own.id, null, (cart) => merge(cart, guests, forSale, () => newId('line')));
};
