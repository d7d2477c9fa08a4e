import type { CartPromotionCodesSetInput } from '../../generated/carts/types.ts';
import { readId } from '../../kernel/ids.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import { ownerOf, type Viewer } from '../../kernel/viewer.ts';
import { type Cart, setCodes } from './cart.ts';
import type { Ports } from './ports.ts';

export const cartPromotionCodesSet =
  ({ carts }: Ports) =>
  (viewer: Viewer, input: CartPromotionCodesSetInput): Promise<Outcome<Cart>> =>
    carts.change(ownerOf(viewer), readId('cart', input.cartId), null, (cart) => setCodes(cart, input.codes));
