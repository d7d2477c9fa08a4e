import type { CartPromotionCodesSetInput } from '../../generated/carts/types.ts';
import { type CartId, readId } from '../../kernel/ids.ts';
import { type Outcome, refuse } from '../../kernel/outcome.ts';
import { ownerOf, type Viewer } from '../../kernel/viewer.ts';
import { type Cart, setCodes } from './cart.ts';
import type { Ports } from './ports.ts';

/**
 * Sets the promotion codes of a cart. Orders counts wrong ones: RATE_LIMITED where the caller, or the cart, has tried too many, and
 * nothing changes. While orders is away the codes are kept, and the quote counts them.
 */
export const cartPromotionCodesSet =
  ({ carts, promotions }: Pick<Ports, 'carts' | 'promotions'>) =>
  async (viewer: Viewer, input: CartPromotionCodesSetInput): Promise<Outcome<Cart>> => {
    const id = readId('cart', input.cartId);
    const owner = ownerOf(viewer);
    const refused = await isRefused({ carts, promotions }, viewer, id, input.codes);
    if (refused)
      return refuse('RATE_LIMITED', 'Too many wrong promotion codes were tried. Try again in a minute.', [
        'codes',
      ]);
    return carts.change(owner, id, null, (cart) => setCodes(cart, input.codes));
  };

/** Asked only of codes that the cart would take. */
const isRefused = async (
  { carts, promotions }: Pick<Ports, 'carts' | 'promotions'>,
  viewer: Viewer,
  id: CartId,
  codes: readonly string[],
): Promise<boolean> => {
  const [cart] = await carts.find(ownerOf(viewer), [id]);
  const next = cart ? setCodes(cart, codes) : null;
  if (!next?.ok || next.value.promotionCodes.length === 0) return false;
  const address = viewer.kind === 'service' ? null : viewer.origin.ip;
  return !(await promotions.mayTry(id, next.value.promotionCodes, ownerOf(viewer), address));
};
