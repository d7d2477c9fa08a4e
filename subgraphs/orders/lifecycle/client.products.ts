import {
  StockCommit,
  StockRelease,
  StockReserve,
  StockReturn,
  VariantsForSale,
  type VariantsForSaleQuery,
} from '../../../generated/orders/peers.products.ts';
import { readId } from '../../../kernel/ids.ts';
import type { Peer } from '../../../kernel/peer.ts';
import type { Item } from '../pricing/cart.ts';
import type { LifecyclePorts } from './ports.ts';

export const httpCatalogue = (products: Peer): LifecyclePorts['catalogue'] => ({
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
