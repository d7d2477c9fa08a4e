import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';

const LONGEST = 254;
const EMAIL = /^[^\s@<>"(),:;[\]\\]{1,64}@[^\s@<>"(),:;[\]\\]+\.[^\s@<>"(),:;[\]\\.]{2,}$/u;

/** Where mail about an order goes: lower case, without spaces around it. */
export const readEmail = (given: string): Outcome<string> => {
  const email = given.normalize('NFC').trim().toLowerCase();
  return email.length <= LONGEST && EMAIL.test(email) && !/\p{Cc}/u.test(email)
    ? done(email)
    : refuse('INVALID', 'This is no e-mail address.', ['email']);
};
