import { VariantsForSale } from '../../generated/carts/peers.products.ts';
import { readId } from '../../kernel/ids.ts';
import type { Peer } from '../../kernel/peer.ts';
import type { Ports } from './ports.ts';

export const httpCatalogue = (products: Peer): Ports['catalogue'] => ({
  forSale: async (ids) => {
    if (ids.length === 0) return new Map();
    const { variantsForSale } = await products.call(VariantsForSale, { ids });
    return new Map(variantsForSale.map(({ id, price, available }) => [readId('var', id), { price, available }]));
  },
});
