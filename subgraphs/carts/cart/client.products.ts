import { VariantsForSale } from '../../../generated/carts/peers.products.ts';
import { readId } from '../../../kernel/ids.ts';
import type { Peer } from '../../../kernel/peer.ts';
import type { Ports } from './ports.ts';

/** Prices and availability from the products service, all variants in one request. */
export const productsCatalogue = (products: Peer): Ports['catalogue'] => ({
  offers: async (ids) => {
    if (ids.length === 0) return new Map();
    const { variantsForSale } = await products.call(VariantsForSale, { ids });
    return new Map(
      variantsForSale.map(({ id, price, available }) => [readId('var', id), { price, available }]),
    );
  },
});
