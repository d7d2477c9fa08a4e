import type { SignInInput } from '../../../generated/users/types.ts';
import { done, type Outcome, type Refusal, refuse } from '../../../kernel/outcome.ts';
import type { Origin, Viewer } from '../../../kernel/viewer.ts';
import { signInAttempts } from '../accounts/limits.ts';
import { parsePassword } from '../accounts/password.ts';
import { lockReauthenticated, type Reauthenticated } from '../accounts/reauthentication.ts';
import { parseEmail, type User } from '../accounts/user.ts';
import { checkSecondFactor } from '../mfa/secondFactor.ts';
import type { Ports, Stores } from '../ports.ts';
import { deviceOf, originOf, type SignedIn, startSession } from './session.ts';

type Needs = Pick<
  Ports,
  | 'transaction'
  | 'users'
  | 'sessions'
  | 'credentials'
  | 'passwords'
  | 'mfa'
  | 'limits'
  | 'accessTokens'
  | 'encryption'
  | 'now'
>;

export const signIn =
  (ports: Needs) =>
  (viewer: Viewer, input: SignInInput): Promise<Outcome<SignedIn>> =>
    ports.passwords.withSlot(() => attempt(ports, originOf(viewer), input));

/** Counts the attempt before it checks the password, and refunds it if the password was right. */
const attempt = async (ports: Needs, origin: Origin, input: SignInInput): Promise<Outcome<SignedIn>> => {
  const email = parseEmail(input.email);
  if (!email) return wrong();
  const user = await ports.users.findByEmail(email);
  const device = deviceOf(origin);
  const known = await ports.sessions.isKnownDevice(user?.id ?? null, device);
  const attempts = signInAttempts(origin, email, known ? device : null);
  await ports.limits.count(attempts);
  const reauthenticated = await verifyPassword(ports, user, input.password);
  if (!reauthenticated) return wrong();
  const refusal =
    obstacle(reauthenticated.user) ?? (await secondFactor(ports, reauthenticated.user, input.mfaCode));
  if (refusal?.code !== 'MFA_CODE_INVALID') await ports.limits.refund(attempts);
  if (refusal) return refuse(refusal.code, refusal.message, refusal.field);
  return ports.transaction((tx) => enter(ports, tx, reauthenticated, origin));
};

const wrong = () => refuse('CREDENTIALS_INVALID', 'The e-mail address or the password is wrong.');

/** Reads the credentials and verifies a hash even if there is no account, so that the time does not reveal it. */
const verifyPassword = async (
  { credentials, passwords }: Needs,
  user: User | null,
  text: string,
): Promise<Reauthenticated | null> => {
  const kept = await credentials.find(user?.id ?? null);
  const { right, stronger } = await passwords.verify(parsePassword(text), kept?.hash ?? null);
  if (!right || !user || !kept) return null;
  if (stronger) await credentials.strengthen(user.id, kept.hash, stronger);
  return { user, passwordSince: kept.changedAt };
};

/** Starts the session after it checks the locked account again, because it may have changed while the password was verified. */
const enter = async (
  ports: Needs,
  tx: Stores,
  reauthenticated: Reauthenticated,
  origin: Origin,
): Promise<Outcome<SignedIn>> => {
  const user = await lockReauthenticated(tx, reauthenticated);
  if (!user) return wrong();
  const refusal =
    obstacle(user) ?? (user.mfaEnabled && !reauthenticated.user.mfaEnabled ? mfaRequired() : null);
  return refusal
    ? refuse(refusal.code, refusal.message, refusal.field)
    : done(await startSession(ports, tx, user, origin));
};

/** Why an account with the right password cannot sign in. Null if it can. */
const obstacle = (user: User): Refusal | null => {
  if (!user.emailVerified)
    return because('EMAIL_NOT_VERIFIED', 'Verify your e-mail address first. We sent you a code by e-mail.');
  if (user.status === 'SUSPENDED') return because('ACCOUNT_SUSPENDED', 'This account is suspended.');
  return null;
};

const secondFactor = async (
  ports: Needs,
  user: User,
  code: string | null | undefined,
): Promise<Refusal | null> => {
  if (!user.mfaEnabled) return null;
  if (!code) return mfaRequired();
  const right = await checkSecondFactor(ports, user.id, code);
  return right ? null : because('MFA_CODE_INVALID', 'This code is wrong or was already used.', ['mfaCode']);
};

const mfaRequired = () =>
  because('MFA_REQUIRED', 'Enter a code from your authenticator app, or a recovery code.', ['mfaCode']);

const because = (code: string, message: string, field: Refusal['field'] = null): Refusal => ({
  code,
  message,
  field,
});
