import type { CartId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';
import { type CodeCaller, limitedCodes } from '../promotions/codeAttempts.ts';
import type { QuoteInput } from './quote.ts';

export type QuoteInputs = Omit<QuoteInput, 'address' | 'shippingMethodId'>;

/** All that a quote of a cart depends on, asked for side by side; null where the cart is not the buyer's. */
export const loadQuoteInputs =
  ({ carts, catalogue, payments, promotions, codeAttempts, shipping, taxes, clock }: Ports) =>
  async (caller: CodeCaller, cartId: CartId, country: string | null): Promise<QuoteInputs | null> => {
    const now = clock();
    const buyer = caller.userId;
    const asking = Promise.all([shipping.all(), taxes.of(country), payments.limits()]);
    const [cart] = await Promise.all([carts.snapshot(cartId, buyer), asking]);
    if (!cart) return null;
    const [items, candidates, limited, [shippingMethods, taxRates, chargeLimits]] = await Promise.all([
      catalogue.forSale([...new Set(cart.lines.map(({ variantId }) => variantId))]),
      promotions.candidates(cart.promotionCodes, buyer, now),
      limitedCodes({ promotions, codeAttempts })(cartId, cart.promotionCodes, caller),
      asking,
    ]);
    const prices = {
      items,
      promotions: candidates,
      limitedCodes: limited,
      shippingMethods,
      taxRates,
      chargeLimits,
    };
    return { cart, ...prices, buyer, now };
  };
