import type { UserId } from '../../../kernel/ids.ts';
import type { Cart } from '../cart.ts';

export type PersonalPorts = Readonly<{
  personal: {
    /** The customer's open cart, and those that were bought or taken over and are not gone yet. */
    cartsOf(customer: UserId): Promise<readonly Cart[]>;
    /** Removes all of them, and what leads to them. */
    forget(customer: UserId): Promise<void>;
  };
}>;
