import DataLoader from 'dataloader';
import type { Context as RequestContext } from '../../kernel/graphql.ts';
import type { CartId } from '../../kernel/ids.ts';
import { ownerOf, type Viewer } from '../../kernel/viewer.ts';
import type { Cart } from './cart.ts';
import type { Ports } from './ports.ts';
import { type PricedCart, price } from './pricing.ts';
import { variantsOf } from './variantsOf.ts';

export const loaders =
  ({ carts, catalogue }: Ports) =>
  (viewer: Viewer) => ({
    cart: new DataLoader((ids: readonly CartId[]) => carts.find(ownerOf(viewer), ids)),
    /** All carts of a request are priced by one question to the catalogue. */
    priced: new DataLoader<Cart, PricedCart, string>(
      async (asked) => {
        const forSale = await catalogue.forSale([...new Set(asked.flatMap((cart) => variantsOf(cart)))]);
        return asked.map((cart) => price(cart, forSale));
      },
      { cacheKeyFn: (cart) => `${cart.id}/${cart.version}` },
    ),
  });

export type Loaders = ReturnType<ReturnType<typeof loaders>>;
export type Context = RequestContext<Loaders>;
