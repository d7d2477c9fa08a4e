import { z } from 'zod';
import type {
  CartQuoteArgs,
  CartShippingMethodsArgs,
  QueryPromotionsArgs,
} from '../../../generated/orders/types.ts';
import { badInput } from '../../../kernel/errors.ts';
import { type CartId, isId, readId } from '../../../kernel/ids.ts';
import { connection, encodeCursor, readPage } from '../../../kernel/page.ts';
import type { PostalAddress } from '../../../kernel/postalAddress.ts';
import { isStaff, type Viewer } from '../../../kernel/viewer.ts';
import { chargedPrices, incrementOf } from './chargeLimits.ts';
import type { PricingPorts } from './ports.ts';
import { parseAddress } from './problems.ts';
import type { PromotionId } from './promotion.ts';
import { type CodeCaller, limitedCodes } from './promotionCodesCheck.ts';
import { type Quote, type QuoteInput, quote, subtotalOf } from './quote.ts';
import { optionsFor, type ShippingMethod, type ShippingOption } from './shippingMethod.ts';

export type QuoteInputs = Omit<QuoteInput, 'address' | 'shippingMethodId'>;

/** Loads everything that a quote of a cart depends on, concurrently. Null if there is no such cart, or it belongs to someone else. */
export const loadQuoteInputs =
  ({ carts, catalogue, payments, promotions, codeAttempts, shipping, taxes, clock }: PricingPorts) =>
  async (caller: CodeCaller, cartId: CartId, country: string | null): Promise<QuoteInputs | null> => {
    const now = clock();
    const buyer = caller.userId;
    const loading = Promise.all([shipping.all(), taxes.of(country), payments.limits()]);
    const [cart] = await Promise.all([carts.snapshot(cartId, buyer), loading]);
    if (!cart) return null;
    const [items, candidates, limited, [shippingMethods, taxRates, chargeLimits]] = await Promise.all([
      catalogue.forSale([...new Set(cart.lines.map(({ variantId }) => variantId))]),
      promotions.candidates(cart.promotionCodes, buyer, now),
      limitedCodes({ promotions, codeAttempts })(cartId, cart.promotionCodes, caller),
      loading,
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

export type QuoteInputsKey = Readonly<{ cartId: string; country: string | null }>;
/** Loads what the quotes of a request depend on, once per cart and country. */
type Load = (key: QuoteInputsKey) => Promise<QuoteInputs | null>;

const inputsFor = async (load: Load, cartId: string, country: string | null): Promise<QuoteInputs> => {
  const found = await load({ cartId: readId('cart', cartId), country });
  if (!found) throw badInput('Cart not found.');
  return found;
};

export const cartQuote = async (
  load: Load,
  cartId: string,
  { shippingAddress, shippingMethodId }: CartQuoteArgs,
): Promise<Quote> => {
  const method = shippingMethodId == null ? null : readId('ship', shippingMethodId);
  const read = shippingAddress ? parseAddress(shippingAddress, 'shippingAddress') : null;
  const address: PostalAddress | null = read?.ok ? read.value : null;
  const found = await inputsFor(load, cartId, shippingAddress?.country ?? null);
  const made = quote({ ...found, address, shippingMethodId: method });
  return read && !read.ok
    ? {
        ...made,
        problems: [...read.refusals, ...made.problems.filter(({ code }) => code !== 'ADDRESS_INVALID')],
      }
    : made;
};

export const cartShippingMethods = async (
  load: Load,
  cartId: string,
  { shippingAddress }: CartShippingMethodsArgs,
): Promise<readonly ShippingOption[]> => {
  const country = shippingAddress?.country ?? null;
  const found = await inputsFor(load, cartId, country);
  const { currency } = found.cart;
  const { shippingMethods, ...priced } = chargedPrices(
    found,
    currency,
    incrementOf(found.chargeLimits, currency),
  );
  return optionsFor(shippingMethods, subtotalOf(priced), country);
};

const PROMOTIONS = 'promotions';
const promotionCursor = z.custom<PromotionId>((value) => isId('promo', value));

export const promotions =
  ({ promotions: store, clock }: Pick<PricingPorts, 'promotions' | 'clock'>) =>
  async ({ activeOnly, ...page }: Partial<QueryPromotionsArgs>) =>
    connection(
      await store.page(activeOnly ? clock() : null, readPage(PROMOTIONS, promotionCursor, page)),
      ({ id }) => encodeCursor(PROMOTIONS, id),
      page.after != null,
    );

export const shippingMethods =
  ({ shipping }: Pick<PricingPorts, 'shipping'>) =>
  async (viewer: Viewer): Promise<readonly ShippingMethod[]> =>
    (await shipping.all()).filter(({ active }) => active || isStaff(viewer));
