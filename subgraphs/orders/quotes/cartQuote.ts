import type { CartQuoteArgs, CartShippingMethodsArgs } from '../../../generated/orders/types.ts';
import { badInput } from '../../../kernel/errors.ts';
import { readId } from '../../../kernel/ids.ts';
import { type PostalAddress, parseAddress } from '../checkout/address.ts';
import type { ShippingOption } from '../shipping/shippingMethod.ts';
import { optionsFor } from '../shipping/shippingMethod.ts';
import { chargedPrices, incrementOf } from './charging.ts';
import type { QuoteInputs } from './gather.ts';
import { type Quote, quote, subtotalOf } from './quote.ts';

/** Finds what the quotes of a request depend on, once for each cart and country. */
type Load = (asked: { cartId: string; country: string | null }) => Promise<QuoteInputs | null>;

const inputsFor = async (load: Load, cartId: string, country: string | null): Promise<QuoteInputs> => {
  const found = await load({ cartId: readId('cart', cartId), country });
  if (!found) throw badInput('There is no such cart.');
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
