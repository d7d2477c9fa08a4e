import type { CartId, UserId, VariantId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Cart, Offers } from './cart.ts';
import type { OrderedItems } from './close.ts';

export type Decide = (cart: Cart) => Outcome<Cart>;

export type Ports = Readonly<{
  carts: {
    /** Carts in the order of the IDs. Null unless it is an unclaimed guest cart or the viewer's own. */
    find(viewerId: UserId | null, ids: readonly CartId[]): Promise<readonly (Cart | null)[]>;
    /** The customer's open cart. Created on first use and after the last one was bought. */
    ofCustomer(customer: UserId): Promise<Cart>;
    /** Creates a guest cart. */
    create(): Promise<Cart>;
    /**
     * Loads, decides and saves an open cart as one atomic step.
     *
     * NOT_FOUND if the cart is not the viewer's, CART_CLOSED if it was bought, CART_CONFLICT if `expectedVersion` is outdated.
     */
    update(
      viewerId: UserId | null,
      id: CartId,
      expectedVersion: number | null,
      decide: Decide,
    ): Promise<Outcome<Cart>>;
    /**
     * Loads, decides and saves a guest cart as one atomic step.
     *
     * NOT_FOUND if another customer owns or has claimed it, CART_CLOSED if it was bought.
     */
    updateGuestCart(customer: UserId, id: CartId, decide: Decide): Promise<Outcome<Cart>>;
    /**
     * Closes a cart for the order that it became, or removes the ordered items if the cart holds more.
     *
     * If the cart was merged into a customer's open cart, removes the ordered items from that one. Safe to repeat.
     */
    close(id: CartId, items: OrderedItems): Promise<Outcome<Cart>>;
  };
  promotions: {
    /** False if too many wrong promotion codes were tried. True while the orders service is unavailable. */
    mayTry(
      id: CartId,
      codes: readonly string[],
      customer: UserId | null,
      ip: string | null,
    ): Promise<boolean>;
  };
  catalogue: { offers(ids: readonly VariantId[]): Promise<Offers> };
}>;
