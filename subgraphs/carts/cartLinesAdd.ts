import type { CartLinesAddInput } from '../../generated/carts/types.ts';
import { newId, readId } from '../../kernel/ids.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import { ownerOf, type Viewer } from '../../kernel/viewer.ts';
import { addLines, type Cart } from './cart.ts';
import { readWanted } from './input.ts';
import type { Ports } from './ports.ts';
import { variantsOf } from './variantsOf.ts';

export const cartLinesAdd =
  ({ carts, catalogue }: Ports) =>
  async (viewer: Viewer, input: CartLinesAddInput): Promise<Outcome<Cart>> => {
    const id = readId('cart', input.cartId);
    const wanted = readWanted(input.lines);
    const [cart] = await carts.find(ownerOf(viewer), [id]);
    const forSale = await catalogue.forSale(variantsOf(cart ?? null, wanted));
    return carts.change(ownerOf(viewer), id, input.expectedVersion ?? null, (current) =>
      addLines(current, wanted, forSale, () => newId('line')),
    );
  };
