import type { CartCreateInput } from '../../generated/carts/types.ts';
import { newId } from '../../kernel/ids.ts';
import { done, type Outcome } from '../../kernel/outcome.ts';
import { ownerOf, type Viewer } from '../../kernel/viewer.ts';
import { addLines, type Cart } from './cart.ts';
import { readWanted } from './input.ts';
import type { Ports } from './ports.ts';
import { variantsOf } from './variantsOf.ts';

export const cartCreate =
  ({ carts, catalogue }: Ports) =>
  async (viewer: Viewer, input: CartCreateInput): Promise<Outcome<Cart>> => {
    const owner = ownerOf(viewer);
    const wanted = readWanted(input.lines ?? []);
    const cart = owner ? await carts.ofCustomer(owner) : await carts.create();
    if (wanted.length === 0) return done(cart);
    const forSale = await catalogue.forSale(variantsOf(cart, wanted));
    return carts.change(owner, cart.id, null, (current) =>
      addLines(current, wanted, forSale, () => newId('line')),
    );
  };
