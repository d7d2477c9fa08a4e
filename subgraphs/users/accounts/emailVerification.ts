import type { EmailVerifyInput } from '../../../generated/users/types.ts';
import { badInput } from '../../../kernel/errors.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { hashToken } from '../keys/encryption.ts';
import type { Ports, Stores } from '../ports.ts';
import { originOf, type SignedIn, startSession } from '../sessions/session.ts';
import { type Challenge, hashCode, issueChallenge } from './challenge.ts';
import { verificationEmail } from './emails.ts';
import { byAddress } from './limits.ts';
import { parseEmail } from './user.ts';

/** Enqueues the e-mail. A job checks later whether the account exists, so the response does not reveal it. */
export const emailVerificationResend =
  ({ outbox, limits }: Pick<Ports, 'outbox' | 'limits'>) =>
  async (viewer: Viewer, text: string): Promise<Outcome<true>> => {
    const email = parseEmail(text);
    if (!email) return refuse('INVALID', 'Not a valid e-mail address.', ['email']);
    await limits.count([byAddress('mailPerAddress', originOf(viewer))]);
    await outbox.defer('emailVerificationMail', email);
    return done(true);
  };

/** Sends a new code. If several people signed up with the address, the code confirms none of their passwords. */
export const emailVerificationMail =
  (ports: Pick<Ports, 'transaction' | 'encryption' | 'shopUrl' | 'now'>) =>
  (email: string): Promise<void> =>
    ports.transaction(async (tx) => {
      const user = await tx.users.findByEmail(email);
      if (!user || user.emailVerified) return;
      const ambiguous = (await tx.challenges.countSignUps(user.id)) > 1;
      const secrets = await issueChallenge(
        ports,
        tx,
        user,
        'EMAIL_VERIFY',
        ambiguous ? { passwordHash: null } : null,
      );
      if (secrets) await tx.outbox.sendEmail(verificationEmail(ports.shopUrl, user, secrets));
    });

type Needs = Pick<Ports, 'transaction' | 'challenges' | 'users' | 'accessTokens' | 'encryption' | 'now'>;

export const emailVerify =
  (ports: Needs) =>
  async (viewer: Viewer, input: EmailVerifyInput): Promise<Outcome<SignedIn>> => {
    const challenge = await answered(ports, input);
    if (!challenge) return invalidCode();
    return ports.transaction(async (tx) => {
      if (
        !(await tx.users.lock(challenge.userId)) ||
        !(await tx.challenges.consume(challenge.id, ports.now()))
      )
        return invalidCode();
      const user = await confirm(ports, tx, challenge);
      if (!user) return invalidCode();
      if (user.status === 'SUSPENDED') return refuse('ACCOUNT_SUSPENDED', 'This account is suspended.');
      return done(await startSession(ports, tx, user, originOf(viewer)));
    });
  };

const invalidCode = () =>
  refuse('TOKEN_INVALID', 'This code or link is invalid or has expired. Request a new one.');

const answered = async (
  ports: Needs,
  { token, email, code }: EmailVerifyInput,
): Promise<Challenge | null> => {
  if (token) return ports.challenges.findByToken('EMAIL_VERIFY', hashToken(token), ports.now());
  if (!email || !code) throw badInput('Expected either token, or email and code.');
  const address = parseEmail(email);
  const user = address ? await ports.users.findByEmail(address) : null;
  const tried = await ports.challenges.tryCode(user?.id ?? null, 'EMAIL_VERIFY', ports.now());
  const hash = user && hashCode(ports.encryption, user.id, 'EMAIL_VERIFY', code);
  return tried.find((challenge) => challenge.codeHash === hash) ?? null;
};

/** Sets the password of the sign-up that caused this e-mail, whatever others have entered for the address since. */
const confirm = async ({ now }: Needs, tx: Stores, { userId, grant }: Challenge) => {
  if (grant?.passwordHash) await tx.credentials.set(userId, grant.passwordHash);
  if (grant?.passwordHash === null) await tx.credentials.remove(userId);
  await tx.challenges.endAll(userId, now(), 'EMAIL_VERIFY');
  await tx.events.record({ userId, actorId: userId, kind: 'EMAIL_VERIFIED' });
  return tx.users.update(userId, { emailVerifiedAt: now() });
};
