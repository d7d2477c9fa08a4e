import type { MutationPromotionCodesCheckArgs } from '../../../generated/orders/types.ts';
import { badInput } from '../../../kernel/errors.ts';
import { readId } from '../../../kernel/ids.ts';
import { normalizeCode } from '../../../kernel/normalize.ts';
import { admitService, ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { limitedCodes } from './codeAttempts.ts';

const MAX_CODES = 100;

/** For carts alone: whether these codes may be put into the cart now. False: too many wrong ones were tried. Safe to repeat. */
export const promotionCodesCheck =
  (ports: Pick<Ports, 'codeAttempts' | 'promotions'>) =>
  async (viewer: Viewer, { cartId, codes, address }: MutationPromotionCodesCheckArgs): Promise<boolean> => {
    admitService(viewer, 'carts');
    if (codes.length > MAX_CODES) throw badInput(`At most ${MAX_CODES} codes.`);
    const caller = { userId: ownerOf(viewer), address: address ?? null };
    const limited = await limitedCodes(ports)(
      readId('cart', cartId),
      [...new Set(codes.map(normalizeCode))],
      caller,
    );
    return limited.length === 0;
  };
