import type { EmailChangeRequestInput } from '../../../generated/users/types.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { hashToken } from '../keys/encryption.ts';
import type { Ports } from '../ports.ts';
import { issueChallenge } from './challenge.ts';
import { emailChangeAskedLetter, emailChangedLetter, emailChangeLetter } from './emails.ts';
import { notYourPassword, type Reauthentication, reauthenticate, stillProved } from './reauthentication.ts';
import { tellOwner } from './signUp.ts';
import { readEmail, type User } from './user.ts';

/** The new address gets a link, the old one a word of it. Whether the new one belongs to another account shows nowhere. */
export const emailChangeRequest =
  (ports: Reauthentication & Pick<Ports, 'transaction' | 'vault' | 'shopUrl' | 'now'>) =>
  async (viewer: Viewer, input: EmailChangeRequestInput): Promise<Outcome<true>> => {
    const email = readEmail(input.newEmail);
    if (!email) return refuse('INVALID', 'This is no e-mail address.', ['newEmail']);
    const owner = await reauthenticate(ports, viewer, input.password, 'password');
    if (!owner.ok) return owner;
    return ports.transaction(async (tx): Promise<Outcome<true>> => {
      const user = await stillProved(tx, owner.value);
      if (!user) return notYourPassword('password');
      const secrets = await issueChallenge(ports, tx, user, 'EMAIL_CHANGE', { email });
      if (!secrets) return refuse('RATE_LIMITED', 'There were too many changes; try again in an hour.');
      const taken = await tx.users.findByEmail(email);
      if (taken) await tellOwner(ports, tx, taken);
      else await tx.outbox.mail(emailChangeLetter(ports.shopUrl, { ...user, email }, secrets));
      await tx.outbox.mail(emailChangeAskedLetter(user, secrets.id));
      return done(true);
    });
  };

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
