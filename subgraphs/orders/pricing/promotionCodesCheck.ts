import { createHash } from 'node:crypto';
import type { MutationPromotionCodesCheckArgs } from '../../../generated/orders/types.ts';
import { badInput } from '../../../kernel/errors.ts';
import { type CartId, readId, type UserId } from '../../../kernel/ids.ts';
import { hostOf } from '../../../kernel/network.ts';
import { normalizeCode } from '../../../kernel/normalize.ts';
import { admitService, ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import type { PricingPorts, Subjects } from './ports.ts';

/** How many wrong codes a caller or a cart may try within `WINDOW_SECONDS`. */
export const MAX_WRONG_CODES = 10;
export const WINDOW_SECONDS = 60;

/** Who tries codes: a customer, or the IP address of a guest. Both are null if the router knows no address. */
export type CodeCaller = Readonly<{ userId: UserId | null; address: string | null }>;

export const codeCallerOf = (viewer: Viewer): CodeCaller => ({
  userId: ownerOf(viewer),
  address: viewer.kind === 'service' ? null : viewer.origin.ip,
});

export const subjectsOf = (cartId: CartId, { userId, address }: CodeCaller): Subjects => {
  const cart = hashed(`cart ${cartId}`);
  const caller = userId ? [hashed(`user ${userId}`)] : address ? [hashed(`address ${hostOf(address)}`)] : [];
  return { cart, all: [cart, ...caller].sort() };
};

const hashed = (text: string): string => createHash('sha256').update(text).digest('base64url');

/**
 * The codes whose result must not be revealed now, because too many wrong codes were tried. A code counts as an attempt before it
 * is looked up, and no longer once it proves right, so that simultaneous attempts never exceed the limit. Codes whose result the
 * cart already knows always pass. Safe to repeat.
 */
export const limitedCodes =
  ({ codeAttempts, promotions }: Pick<PricingPorts, 'codeAttempts' | 'promotions'>) =>
  async (cartId: CartId, codes: readonly string[], caller: CodeCaller): Promise<readonly string[]> => {
    if (codes.length === 0) return [];
    const subjects = subjectsOf(cartId, caller);
    const judged = await codeAttempts.checkedCodes(subjects);
    const fresh = codes.filter((code) => !judged.includes(code));
    if (fresh.length === 0) return [];
    if (!(await codeAttempts.count(subjects, fresh))) return fresh;
    await codeAttempts.recordResults(subjects, fresh, await promotions.existingCodes(fresh));
    return [];
  };

const MAX_CODES = 100;

/** Whether these codes may be set on the cart. False if too many wrong codes were tried. Only carts may call it. Safe to repeat. */
export const promotionCodesCheck =
  (ports: Pick<PricingPorts, 'codeAttempts' | 'promotions'>) =>
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
