import { createHash } from 'node:crypto';
import type { CartId, UserId } from '../../../kernel/ids.ts';
import { hostOf } from '../../../kernel/network.ts';
import { ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';

/** How many wrong codes a caller, and a cart, may try within `WINDOW_SECONDS`. */
export const MAX_WRONG_CODES = 10;
export const WINDOW_SECONDS = 60;

/** Who tries codes: the customer, or the address of a guest; neither where the router knows no address. */
export type CodeCaller = Readonly<{ userId: UserId | null; address: string | null }>;

export const codeCallerOf = (viewer: Viewer): CodeCaller => ({
  userId: ownerOf(viewer),
  address: viewer.kind === 'service' ? null : viewer.origin.ip,
});

/** Whose tries are counted, by hashes: no address and no id is kept. */
export type Subjects = Readonly<{ cart: string; all: readonly string[] }>;

export const subjectsOf = (cartId: CartId, { userId, address }: CodeCaller): Subjects => {
  const cart = hashed(`cart ${cartId}`);
  const caller = userId ? [hashed(`user ${userId}`)] : address ? [hashed(`address ${hostOf(address)}`)] : [];
  return { cart, all: [cart, ...caller].sort() };
};

const hashed = (text: string): string => createHash('sha256').update(text).digest('base64url');

/**
 * The codes that the caller may not learn anything about now, since too many wrong ones were tried. Each code counts as wrong before
 * it is looked up, and no longer once it proves right, so that tries at the same moment never exceed the limit. What the cart was
 * told of a code before is no news: such codes always pass. Safe to repeat.
 */
export const limitedCodes =
  ({ codeAttempts, promotions }: Pick<Ports, 'codeAttempts' | 'promotions'>) =>
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
