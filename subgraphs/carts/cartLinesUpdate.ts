import type { CartLinesUpdateInput } from '../../generated/carts/types.ts';
import { readId } from '../../kernel/ids.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import { ownerOf, type Viewer } from '../../kernel/viewer.ts';
import { type Cart, updateLines } from './cart.ts';
import { atMostLines, readQuantity } from './input.ts';
import type { Ports } from './ports.ts';
import { variantsOf } from './variantsOf.ts';

export const cartLinesUpdate =
  ({ carts, catalogue }: Ports) =>
  async (viewer: Viewer, input: CartLinesUpdateInput): Promise<Outcome<Cart>> => {
    const id = readId('cart', input.cartId);
    const changes = atMostLines(input.lines).map(({ lineId, quantity }) => ({
      lineId: readId('line', lineId),
      quantity: readQuantity(quantity, 0),
    }));
    const [cart] = await carts.find(ownerOf(viewer), [id]);
    const forSale = await catalogue.forSale(variantsOf(cart ?? null));
    return carts.change(ownerOf(viewer), id, input.expectedVersion ?? null, (current) =>
      updateLines(current, changes, forSale),
    );
  };
