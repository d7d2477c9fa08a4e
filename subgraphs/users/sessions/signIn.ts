import type { SignInInput } from '../../../generated/users/types.ts';
import { done, type Outcome, type Refusal, refuse } from '../../../kernel/outcome.ts';
import type { Origin, Viewer } from '../../../kernel/viewer.ts';
import { typedPassword } from '../accounts/password.ts';
import { readEmail } from '../email.ts';
import { signInAttempts } from '../limits.ts';
import { checkSecondFactor } from '../mfa/checkSecondFactor.ts';
import type { Ports } from '../ports.ts';
import type { User } from '../user.ts';
import { deviceOf, originOf } from './session.ts';
import { type SignedIn, startSession } from './startSession.ts';

type Needs = Pick<
  Ports,
  'transaction' | 'users' | 'sessions' | 'credentials' | 'passwords' | 'mfa' | 'limits' | 'accessTokens' | 'vault' | 'now'
>;

export const signIn =
  (ports: Needs) =>
  (viewer: Viewer, input: SignInInput): Promise<Outcome<SignedIn>> =>
    ports.passwords.inTurn(() => attempt(ports, originOf(viewer), input));

/** Counted before it is looked at, and taken back where it was rightful. */
const attempt = async (ports: Needs, origin: Origin, input: SignInInput): Promise<Outcome<SignedIn>> => {
  const email = readEmail(input.email);
  if (!email) return wrong();
  const user = await ports.users.findByEmail(email);
  const device = deviceOf(origin);
  const known = await ports.sessions.knows(user?.id ?? null, device);
  const attempts = signInAttempts(origin, email, known ? device : null);
  await ports.limits.count(attempts);
  if (!(await knowsPassword(ports, user, input.password)) || !user) return wrong();
  const refusal = obstacle(user) ?? (await secondFactor(ports, user, input.mfaCode));
  if (refusal?.code !== 'MFA_CODE_INVALID') await ports.limits.forgive(attempts);
  if (refusal) return refuse(refusal.code, refusal.message, refusal.field);
  return done(await ports.transaction((tx) => startSession(ports, tx, user, origin)));
};

const wrong = () => refuse('CREDENTIALS_INVALID', 'E-mail address and password do not belong together.');

/** A hash is compared whether or not there is such an account, so the time tells nothing. */
const knowsPassword = async ({ credentials, passwords }: Needs, user: User | null, text: string): Promise<boolean> => {
  const hash = user ? await credentials.hashOf(user.id) : null;
  const { right, stronger } = await passwords.verify(typedPassword(text), hash);
  if (right && user && hash && stronger) await credentials.strengthen(user.id, hash, stronger);
  return right;
};

/** Why somebody with the right password may not sign in all the same. */
const obstacle = (user: User): Refusal | null => {
  if (!user.emailVerified) return because('EMAIL_NOT_VERIFIED', 'Confirm your e-mail address first; we mailed you a code.');
  if (user.status === 'SUSPENDED') return because('ACCOUNT_SUSPENDED', 'The shop has suspended this account.');
  return null;
};

const secondFactor = async (ports: Needs, user: User, code: string | null | undefined): Promise<Refusal | null> => {
  if (!user.mfaEnabled) return null;
  if (!code) return because('MFA_REQUIRED', 'Enter the code of your authenticator app, or a recovery code.', ['mfaCode']);
  const right = await checkSecondFactor(ports, user.id, code);
  return right ? null : because('MFA_CODE_INVALID', 'This code is wrong or was used.', ['mfaCode']);
};

const because = (code: string, message: string, field: Refusal['field'] = null): Refusal => ({ code, message, field });
