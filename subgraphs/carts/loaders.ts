import DataLoader from 'dataloader';
import type { Context as RequestContext } from '../../kernel/graphql.ts';
import type { CartId } from '../../kernel/ids.ts';
import { ownerOf, type Viewer } from '../../kernel/viewer.ts';
import { type Cart, variantsOf } from './cart/cart.ts';
import type { Ports } from './cart/ports.ts';
import { type PricedCart, price } from './cart/pricing.ts';

export const loaders =
  ({ carts, catalogue }: Pick<Ports, 'carts' | 'catalogue'>) =>
  (viewer: Viewer) => ({
    cart: new DataLoader((ids: readonly CartId[]) => carts.find(ownerOf(viewer), ids)),
    /** Prices all carts of a request with one request to the catalogue. */
    priced: new DataLoader<Cart, PricedCart, string>(
      async (requested) => {
        const variantIds = requested.flatMap((cart) => variantsOf(cart));
        const offers = await catalogue.offers([...new Set(variantIds)]);
        return requested.map((cart) => price(cart, offers));
      },
      { cacheKeyFn: (cart) => `${cart.id}/${cart.version}` },
    ),
  });

export type Loaders = ReturnType<ReturnType<typeof loaders>>;
export type Context = RequestContext<Loaders>;
