import type { PasswordResetInput } from '../../../generated/users/types.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { passwordChangedLetter } from '../letters.ts';
import type { Ports, Stores } from '../ports.ts';
import { originOf } from '../sessions/session.ts';
import { hashToken } from '../vault.ts';
import type { Challenge } from './challenge.ts';
import { newPassword } from './password.ts';

type Needs = Pick<Ports, 'transaction' | 'challenges' | 'users' | 'passwords' | 'now'>;

/** The mailed token proves the mailbox: the address counts as verified, every device is signed out, and no other link works any more. */
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
  refuse('TOKEN_INVALID', 'This link is wrong or no longer good; ask for a new one.', ['token']);

const replace = async (
  { now }: Needs,
  tx: Stores,
  { id, userId }: Challenge,
  hash: string,
  ip: string | null,
): Promise<Outcome<true>> => {
  if (!(await tx.users.lock(userId)) || !(await tx.challenges.take(id, now()))) return invalid();
  await tx.credentials.set(userId, hash);
  await tx.challenges.endAll(userId, now());
  const user = await tx.users.update(userId, { emailVerifiedAt: now() });
  await tx.events.record({ userId, actorId: userId, kind: 'PASSWORD_RESET', ip });
  if (user) await tx.outbox.mail(passwordChangedLetter(user, id));
  await tx.sessions.revoke({ userId }, now());
  return done(true);
};
