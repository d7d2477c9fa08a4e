import { PromotionCodesCheck } from '../../../generated/carts/peers.orders.ts';
import { CodedError } from '../../../kernel/errors.ts';
import type { Peer } from '../../../kernel/peer.ts';
import type { Ports } from './ports.ts';

/** The counter of wrong promotion codes, kept by the orders service. */
export const ordersPromotions = (orders: Peer): Ports['promotions'] => ({
  mayTry: async (cartId, codes, customer, address) => {
    try {
      const answer = await orders.call(PromotionCodesCheck, { cartId, codes, address }, customer);
      return answer.promotionCodesCheck;
    } catch (error) {
      if (isUnavailable(error)) return true;
      throw error;
    }
  },
});

/** Orders does not answer, or runs an older version without this field. Its quotes count the codes instead. */
const isUnavailable = (error: unknown): boolean =>
  error instanceof CodedError
    ? error.code === 'SERVICE_UNAVAILABLE'
    : error instanceof Error && error.message.includes('GRAPHQL_VALIDATION_FAILED');
