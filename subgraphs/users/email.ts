import { z } from 'zod';
import { badInput } from '../../kernel/errors.ts';
import { normalizeEmail } from '../../kernel/normalize.ts';

const MAX_LENGTH = 254;
const address = z.email().max(MAX_LENGTH);

/**
 * An e-mail address in its normal form (NFKC, lower case), so that one mailbox is one account; null if it is none.
 * Only ASCII passes: look-alike letters make no second account. Control characters are misuse.
 */
export const readEmail = (text: string): string | null => {
  if (/\p{Cc}/u.test(text)) throw badInput('An e-mail address has no control characters.');
  const read = address.safeParse(normalizeEmail(text));
  return read.success ? read.data : null;
};
