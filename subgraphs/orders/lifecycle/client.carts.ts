import { CartClose, CartSnapshot } from '../../../generated/orders/peers.carts.ts';
import { readId } from '../../../kernel/ids.ts';
import { normalizeCode } from '../../../kernel/normalize.ts';
import type { Peer } from '../../../kernel/peer.ts';
import type { LifecyclePorts } from './ports.ts';

export const httpCarts = (carts: Peer): LifecyclePorts['carts'] => ({
  snapshot: async (id, buyer) => {
    const { cartSnapshot: cart } = await carts.call(CartSnapshot, { id }, buyer);
    if (!cart) return null;
    return {
      id,
      currency: cart.currency,
      ownerId: cart.ownerId ? readId('user', cart.ownerId) : null,
      email: cart.email ?? null,
      promotionCodes: [...new Set(cart.promotionCodes.map(normalizeCode))],
      lines: cart.lines.map((line) => ({
        id: readId('line', line.id),
        variantId: readId('var', line.variantId),
        quantity: line.quantity,
      })),
      closedBy: cart.closedBy ? readId('ord', cart.closedBy) : null,
    };
  },
  close: async ({ cartId: id, id: orderId, lines: ordered, promotions }) => {
    const lines = ordered.map(({ variantId, quantity }) => ({ variantId, quantity }));
    const promotionCodes = promotions.flatMap(({ code }) => code ?? []);
    return { isOpen: (await carts.call(CartClose, { id, orderId, lines, promotionCodes })).cartClose.open };
  },
});
