import { normalizeEmail } from '../../../kernel/normalize.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';

const MAX_EMAIL_LENGTH = 254;
const EMAIL = /^[^\s@<>"(),:;[\]\\]{1,64}@[^\s@<>"(),:;[\]\\]+\.[^\s@<>"(),:;[\]\\.]{2,}$/u;

/** Where mail about an order goes, in its normal form; INVALID where it is no address. */
export const parseEmail = (given: string): Outcome<string> => {
  const email = normalizeEmail(given);
  return email.length <= MAX_EMAIL_LENGTH && EMAIL.test(email) && !/[\p{Cc}\p{Cf}]/u.test(email)
    ? done(email)
    : refuse('INVALID', 'This is no e-mail address.', ['email']);
};
