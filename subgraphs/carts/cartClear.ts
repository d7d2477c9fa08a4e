import { readId } from '../../kernel/ids.ts';
import { done, type Outcome } from '../../kernel/outcome.ts';
import { ownerOf, type Viewer } from '../../kernel/viewer.ts';
import type { Cart } from './cart.ts';
import type { Ports } from './ports.ts';

export const cartClear =
  ({ carts }: Ports) =>
  (viewer: Viewer, cartId: string): Promise<Outcome<Cart>> =>
    carts.change(ownerOf(viewer), readId('cart', cartId), null, (cart) => done({ ...cart, lines: [] }));
