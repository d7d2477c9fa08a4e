import type { UserId } from '../../../kernel/ids.ts';
import type { Cart } from '../cart/cart.ts';

export type Ports = Readonly<{
  personalCarts: {
    /** The customer's open cart, and the bought and claimed carts that have not expired. */
    find(customer: UserId): Promise<readonly Cart[]>;
    /** Deletes these carts and every key that refers to the customer. Safe to repeat. */
    erase(customer: UserId): Promise<void>;
  };
}>;
