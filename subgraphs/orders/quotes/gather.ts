import type { CartId, UserId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';
import type { QuoteInput } from './quote.ts';

export type Gathered = Omit<QuoteInput, 'address' | 'shippingMethodId'>;

/** All that a quote of a cart depends on, asked for side by side; null where the cart is not the buyer's. */
export const gather =
  ({ carts, catalogue, promotions, shipping, taxes, clock }: Ports) =>
  async (buyer: UserId | null, cartId: CartId, country: string | null): Promise<Gathered | null> => {
    const now = clock();
    const asking = Promise.all([shipping.all(), taxes.of(country)]);
    const [cart] = await Promise.all([carts.snapshot(cartId, buyer), asking]);
    if (!cart) return null;
    const [items, candidates, [shippingMethods, taxRates]] = await Promise.all([
      catalogue.forSale([...new Set(cart.lines.map(({ variantId }) => variantId))]),
      promotions.candidates(cart.promotionCodes, buyer, now),
      asking,
    ]);
    return { cart, items, promotions: candidates, shippingMethods, taxRates, buyer, now };
  };
