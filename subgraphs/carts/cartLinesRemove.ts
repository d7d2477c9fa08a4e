import type { CartLinesRemoveInput } from '../../generated/carts/types.ts';
import { readId } from '../../kernel/ids.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import { ownerOf, type Viewer } from '../../kernel/viewer.ts';
import { type Cart, removeLines } from './cart.ts';
import { atMostLines } from './input.ts';
import type { Ports } from './ports.ts';
import { variantsOf } from './variantsOf.ts';

export const cartLinesRemove =
  ({ carts, catalogue }: Ports) =>
  async (viewer: Viewer, input: CartLinesRemoveInput): Promise<Outcome<Cart>> => {
    const id = readId('cart', input.cartId);
    const lineIds = atMostLines(input.lineIds).map((lineId) => readId('line', lineId));
    const [cart] = await carts.find(ownerOf(viewer), [id]);
    const forSale = await catalogue.forSale(variantsOf(cart ?? null));
    return carts.change(ownerOf(viewer), id, input.expectedVersion ?? null, (current) =>
      removeLines(current, lineIds, forSale),
    );
  };
