import type { SignInInput } from '../../../generated/users/types.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { typedPassword } from '../accounts/password.ts';
import { readEmail } from '../email.ts';
import type { Ports } from '../ports.ts';
import type { User } from '../user.ts';
import { originOf } from './session.ts';
import { type SignedIn, startSession } from './startSession.ts';

type Needs = Pick<Ports, 'transaction' | 'users' | 'credentials' | 'passwords' | 'accessTokens' | 'now'>;

/** A hash is compared whether or not there is such an account, so the time tells nothing. */
export const signIn =
  (ports: Needs) =>
  async (viewer: Viewer, input: SignInInput): Promise<Outcome<SignedIn>> => {
    const user = await rightful(ports, input);
    const refusal = user ? obstacle(user) : wrong();
    if (!user || refusal) return refusal ?? wrong();
    return done(await ports.transaction((tx) => startSession(ports, tx, user, originOf(viewer))));
  };

/** Whose password it is; nobody, if it is not. */
const rightful = async ({ users, credentials, passwords }: Needs, input: SignInInput): Promise<User | null> => {
  const email = readEmail(input.email);
  const user = email ? await users.findByEmail(email) : null;
  const hash = user ? await credentials.hashOf(user.id) : null;
  const { right, stronger } = await passwords.verify(typedPassword(input.password), hash);
  if (right && user && hash && stronger) await credentials.strengthen(user.id, hash, stronger);
  return right ? user : null;
};

const wrong = () => refuse('CREDENTIALS_INVALID', 'E-mail address and password do not belong together.');

/** Why somebody with the right password may not sign in all the same. */
const obstacle = (user: User): Outcome<never> | null => {
  if (!user.emailVerified) return refuse('EMAIL_NOT_VERIFIED', 'Confirm your e-mail address first; we mailed you a code.');
  if (user.status === 'SUSPENDED') return refuse('ACCOUNT_SUSPENDED', 'The shop has suspended this account.');
  return null;
};
