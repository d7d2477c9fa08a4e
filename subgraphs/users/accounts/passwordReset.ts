import type { PasswordResetInput } from '../../../generated/users/types.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { hashToken } from '../keys/encryption.ts';
import type { Ports, Stores } from '../ports.ts';
import { originOf } from '../sessions/session.ts';
import { type Challenge, issueChallenge } from './challenge.ts';
import { passwordChangedEmail, passwordResetEmail } from './emails.ts';
import { byAddress } from './limits.ts';
import { newPassword } from './password.ts';
import { parseEmail } from './user.ts';

/** Enqueues the e-mail. A job checks later whether the account exists, so the response does not reveal it. */
export const passwordResetRequest =
  ({ outbox, limits }: Pick<Ports, 'outbox' | 'limits'>) =>
  async (viewer: Viewer, text: string): Promise<Outcome<true>> => {
    const email = parseEmail(text);
    if (!email) return refuse('INVALID', 'Not a valid e-mail address.', ['email']);
    await limits.count([byAddress('mailPerAddress', originOf(viewer))]);
    await outbox.defer('passwordResetMail', email);
    return done(true);
  };

export const passwordResetMail =
  (ports: Pick<Ports, 'transaction' | 'encryption' | 'shopUrl' | 'now'>) =>
  (email: string): Promise<void> =>
    ports.transaction(async (tx) => {
      const user = await tx.users.findByEmail(email);
      if (!user) return;
      const secrets = await issueChallenge(ports, tx, user, 'PASSWORD_RESET');
      if (secrets) await tx.outbox.sendEmail(passwordResetEmail(ports.shopUrl, user, secrets));
    });

type Needs = Pick<Ports, 'transaction' | 'challenges' | 'users' | 'passwords' | 'now'>;

/** Sets a new password. The token proves access to the mailbox, so the address counts as verified. Ends all sessions and other links. */
export const passwordReset =
  (ports: Needs) =>
  async (viewer: Viewer, input: PasswordResetInput): Promise<Outcome<true>> => {
    const challenge = await ports.challenges.findByToken(
      'PASSWORD_RESET',
      hashToken(input.token),
      ports.now(),
    );
    const [user] = challenge ? await ports.users.find([challenge.userId]) : [];
    if (!challenge || !user) return invalid();
    const password = newPassword(input.newPassword, user, 'newPassword');
    if (!password.ok) return password;
    const hash = await ports.passwords.hash(password.value);
    return ports.transaction((tx) => replace(ports, tx, challenge, hash, originOf(viewer).ip));
  };

const invalid = () =>
  refuse('TOKEN_INVALID', 'This link is invalid or has expired. Request a new one.', ['token']);

const replace = async (
  { now }: Needs,
  tx: Stores,
  { id, userId }: Challenge,
  hash: string,
  ip: string | null,
): Promise<Outcome<true>> => {
  if (!(await tx.users.lock(userId)) || !(await tx.challenges.consume(id, now()))) return invalid();
  await tx.credentials.set(userId, hash);
  await tx.challenges.endAll(userId, now());
  const user = await tx.users.update(userId, { emailVerifiedAt: now() });
  await tx.events.record({ userId, actorId: userId, kind: 'PASSWORD_RESET', ip });
  if (user) await tx.outbox.sendEmail(passwordChangedEmail(user, id));
  await tx.sessions.revoke({ userId }, now());
  return done(true);
};
