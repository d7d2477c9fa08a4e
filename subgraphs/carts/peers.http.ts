import { PromotionCodesCheck } from '../../generated/carts/peers.orders.ts';
import { VariantsForSale } from '../../generated/carts/peers.products.ts';
import { CodedError } from '../../kernel/errors.ts';
import { readId } from '../../kernel/ids.ts';
import type { Peer } from '../../kernel/peer.ts';
import type { Ports } from './ports.ts';

export const httpCatalogue = (products: Peer): Ports['catalogue'] => ({
  forSale: async (ids) => {
    if (ids.length === 0) return new Map();
    const { variantsForSale } = await products.call(VariantsForSale, { ids });
    return new Map(
      variantsForSale.map(({ id, price, available }) => [readId('var', id), { price, available }]),
    );
  },
});

export const httpPromotions = (orders: Peer): Ports['promotions'] => ({
  mayTry: async (cartId, codes, customer, address) => {
    try {
      return (await orders.call(PromotionCodesCheck, { cartId, codes, address }, customer))
        .promotionCodesCheck;
    } catch (error) {
      if (isAway(error)) return true;
      throw error;
    }
  },
});

/** Orders does not answer, or is still the version before, which does not count codes: its quotes count them. */
const isAway = (error: unknown): boolean =>
  error instanceof CodedError
    ? error.code === 'SERVICE_UNAVAILABLE'
    : error instanceof Error && error.message.includes('GRAPHQL_VALIDATION_FAILED');
