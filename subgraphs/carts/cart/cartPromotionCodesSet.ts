import type { CartPromotionCodesSetInput } from '../../../generated/carts/types.ts';
import { type CartId, readId } from '../../../kernel/ids.ts';
import { type Outcome, refuse } from '../../../kernel/outcome.ts';
import { ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import { type Cart, setCodes } from './cart.ts';
import type { Ports } from './ports.ts';

type Needs = Pick<Ports, 'carts' | 'promotions'>;

/**
 * Replaces the promotion codes of a cart.
 *
 * The orders service counts wrong codes: refuses with RATE_LIMITED if the caller or the cart has tried too many.
 * While orders is unavailable the codes are stored unchecked, and the quote counts them later.
 */
export const cartPromotionCodesSet =
  (ports: Needs) =>
  async (viewer: Viewer, { cartId, codes }: CartPromotionCodesSetInput): Promise<Outcome<Cart>> => {
    const id = readId('cart', cartId);
    if (await isRateLimited(ports, viewer, id, codes)) {
      const message = 'Too many wrong promotion codes were tried. Try again in a minute.';
      return refuse('RATE_LIMITED', message, ['codes']);
    }
    return ports.carts.update(ownerOf(viewer), id, null, (cart) => setCodes(cart, codes));
  };

/** Asks orders only about codes that the cart would accept. */
const isRateLimited = async (
  { carts, promotions }: Needs,
  viewer: Viewer,
  id: CartId,
  codes: readonly string[],
): Promise<boolean> => {
  const [cart] = await carts.find(ownerOf(viewer), [id]);
  const updated = cart ? setCodes(cart, codes) : null;
  if (!updated?.ok || updated.value.promotionCodes.length === 0) return false;
  const ip = viewer.kind === 'service' ? null : viewer.origin.ip;
  return !(await promotions.mayTry(id, updated.value.promotionCodes, ownerOf(viewer), ip));
};
