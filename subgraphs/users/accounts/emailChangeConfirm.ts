import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { emailChangedLetter } from '../letters.ts';
import type { Ports } from '../ports.ts';
import type { User } from '../user.ts';
import { hashToken } from '../vault.ts';

/** The link proves the new mailbox, and was asked for with the password: it works in any browser. */
export const emailChangeConfirm =
  ({ transaction, challenges, now }: Pick<Ports, 'transaction' | 'challenges' | 'now'>) =>
  async (_viewer: Viewer, token: string): Promise<Outcome<User>> => {
    const challenge = await challenges.findByToken('EMAIL_CHANGE', hashToken(token), now());
    const email = challenge?.grant?.email;
    if (!challenge || !email) return invalid();
    return transaction(async (tx) => {
      const before = await tx.users.lock(challenge.userId);
      if (!before || !(await tx.challenges.take(challenge.id, now()))) return invalid();
      const user = await tx.users.changeEmail(before.id, email, now());
      if (!user) return refuse('ALREADY_EXISTS', 'Another account has this address by now.');
      await tx.challenges.endAll(before.id, now());
      await tx.events.record({ userId: before.id, actorId: before.id, kind: 'EMAIL_CHANGED' });
      await tx.outbox.mail(emailChangedLetter(before, challenge.id));
      return done(user);
    });
  };

const invalid = () =>
  refuse('TOKEN_INVALID', 'This link is wrong or no longer good; ask for a new one.', ['token']);
