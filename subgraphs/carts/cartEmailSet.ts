import { z } from 'zod';
import type { CartEmailSetInput } from '../../generated/carts/types.ts';
import { readId } from '../../kernel/ids.ts';
import { normalizeEmail } from '../../kernel/normalize.ts';
import { done, type Outcome, refuse } from '../../kernel/outcome.ts';
import { ownerOf, type Viewer } from '../../kernel/viewer.ts';
import type { Cart } from './cart.ts';
import type { Ports } from './ports.ts';

const EMAIL = z.email().max(254);

export const cartEmailSet =
  ({ carts }: Ports) =>
  async (viewer: Viewer, input: CartEmailSetInput): Promise<Outcome<Cart>> => {
    const id = readId('cart', input.cartId);
    const email = EMAIL.safeParse(normalizeEmail(input.email));
    if (!email.success) return refuse('INVALID', 'This is no e-mail address.', ['email']);
    return carts.change(ownerOf(viewer), id, null, (cart) => done({ ...cart, email: email.data }));
  };
