import type { CartId, UserId, VariantId } from '../../kernel/ids.ts';
import type { Money } from '../../kernel/money.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { Cart, Ordered } from './cart.ts';
import type { PersonalPorts } from './personal/ports.ts';

/** What can be bought now; a variant that is missing is not sold. */
export type VariantForSale = Readonly<{ price: Money; available: number }>;
export type ForSale = ReadonlyMap<VariantId, VariantForSale>;

type Decide = (cart: Cart) => Outcome<Cart>;

export type Ports = PersonalPorts &
  Readonly<{
    carts: {
      /** The cart, if it is the asker's: a guest's is anybody's who knows its id, a customer's only their own. */
      find(asker: UserId | null, ids: readonly CartId[]): Promise<readonly (Cart | null)[]>;
      /** The customer's open cart, made on first use and after the last one was bought. */
      ofCustomer(customer: UserId): Promise<Cart>;
      /** A new cart of a guest. */
      create(): Promise<Cart>;
      /**
       * Loads, decides and saves an open cart as one atomic step. NOT_FOUND where it is not the asker's, CART_CLOSED where it was
       * bought, CART_CONFLICT where the expected version no longer holds.
       */
      change(
        asker: UserId | null,
        id: CartId,
        expectedVersion: number | null,
        decide: Decide,
      ): Promise<Outcome<Cart>>;
      /** Decides on a guest's cart that is free, or this customer's by an earlier claim, as one atomic step; others' is NOT_FOUND. */
      changeGuests(customer: UserId, id: CartId, decide: Decide): Promise<Outcome<Cart>>;
      /**
       * Closes a cart for the order that it became, or takes out of it what was ordered where more is in it. What was merged into
       * a customer's open cart is taken out of that one. Safe to repeat.
       */
      close(id: CartId, ordered: Ordered): Promise<Outcome<Cart>>;
    };
    promotions: {
      /** Whether the codes may be put into the cart; false where too many wrong ones were tried. True while orders is away. */
      mayTry(
        id: CartId,
        codes: readonly string[],
        customer: UserId | null,
        address: string | null,
      ): Promise<boolean>;
    };
    catalogue: { forSale(ids: readonly VariantId[]): Promise<ForSale> };
  }>;
