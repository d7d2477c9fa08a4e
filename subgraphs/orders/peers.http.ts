import { CartClose, CartSnapshot } from '../../generated/orders/peers.carts.ts';
import {
  StockCommit,
  StockRelease,
  StockReserve,
  StockReturn,
  VariantsForSale,
  type VariantsForSaleQuery,
} from '../../generated/orders/peers.products.ts';
import { UsersByIds } from '../../generated/orders/peers.users.ts';
import { readId } from '../../kernel/ids.ts';
import { normalizeCode } from '../../kernel/normalize.ts';
import type { Peer } from '../../kernel/peer.ts';
import type { Ports } from './ports.ts';
import type { Item } from './quotes/basket.ts';

export const httpCarts = (carts: Peer): Ports['carts'] => ({
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

export const httpCatalogue = (products: Peer): Ports['catalogue'] => ({
  forSale: async (ids) => {
    if (ids.length === 0) return new Map();
    const { variantsForSale } = await products.call(VariantsForSale, { ids });
    return new Map(variantsForSale.map((item) => [readId('var', item.id), toItem(item)]));
  },
  reserve: async (orderId, lines, expiresAt) => {
    const { stockReserve } = await products.call(StockReserve, { orderId, lines, expiresAt });
    return {
      reserved: stockReserve.reserved,
      shortages: stockReserve.shortages.map(({ variantId, available }) => ({
        variantId: readId('var', variantId),
        available,
      })),
    };
  },
  commit: async (orderId) => (await products.call(StockCommit, { orderId })).stockCommit.committed,
  release: async (orderId) => void (await products.call(StockRelease, { orderId })),
  returnStock: async (orderId, lines, idempotencyKey) => {
    if (lines.length > 0) await products.call(StockReturn, { orderId, lines, idempotencyKey });
  },
});

const toItem = (item: VariantsForSaleQuery['variantsForSale'][number]): Item => ({
  ...item,
  id: readId('var', item.id),
  productId: readId('prod', item.productId),
  imageUrl: item.imageUrl ?? null,
});

export const httpCustomers = (users: Peer): Ports['customers'] => ({
  email: async (id) => (await users.call(UsersByIds, { ids: [id] })).usersByIds[0]?.email ?? null,
});
