import type { EmailChangeRequestInput } from '../../../generated/users/types.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { hashToken } from '../keys/encryption.ts';
import type { Ports } from '../ports.ts';
import { issueChallenge } from './challenge.ts';
import { emailChangedEmail, emailChangeEmail, emailChangeRequestedEmail } from './emails.ts';
import {
  lockReauthenticated,
  type ReauthenticationPorts,
  reauthenticate,
  wrongPassword,
} from './reauthentication.ts';
import { notifyOwner } from './signUp.ts';
import { parseEmail, type User } from './user.ts';

/** E-mails a link to the new address and a notice to the old one. Does not reveal whether the new address is taken. */
export const emailChangeRequest =
  (ports: ReauthenticationPorts & Pick<Ports, 'transaction' | 'encryption' | 'shopUrl' | 'now'>) =>
  async (viewer: Viewer, input: EmailChangeRequestInput): Promise<Outcome<true>> => {
    const email = parseEmail(input.newEmail);
    if (!email) return refuse('INVALID', 'Not a valid e-mail address.', ['newEmail']);
    const owner = await reauthenticate(ports, viewer, input.password, 'password');
    if (!owner.ok) return owner;
    return ports.transaction(async (tx): Promise<Outcome<true>> => {
      const user = await lockReauthenticated(tx, owner.value);
      if (!user) return wrongPassword('password');
      const secrets = await issueChallenge(ports, tx, user, 'EMAIL_CHANGE', { email });
      if (!secrets)
        return refuse('RATE_LIMITED', 'Too many requests to change the address. Try again in an hour.');
      const taken = await tx.users.findByEmail(email);
      if (taken) await notifyOwner(ports, tx, taken);
      else await tx.outbox.sendEmail(emailChangeEmail(ports.shopUrl, { ...user, email }, secrets));
      await tx.outbox.sendEmail(emailChangeRequestedEmail(user, secrets.id));
      return done(true);
    });
  };

/** Changes the address. The token proves access to the new mailbox, so the link works in any browser. */
export const emailChangeConfirm =
  ({ transaction, challenges, now }: Pick<Ports, 'transaction' | 'challenges' | 'now'>) =>
  async (_viewer: Viewer, token: string): Promise<Outcome<User>> => {
    const challenge = await challenges.findByToken('EMAIL_CHANGE', hashToken(token), now());
    const email = challenge?.grant?.email;
    if (!challenge || !email) return invalid();
    return transaction(async (tx) => {
      const before = await tx.users.lock(challenge.userId);
      if (!before || !(await tx.challenges.consume(challenge.id, now()))) return invalid();
      const user = await tx.users.changeEmail(before.id, email, now());
      if (!user) return refuse('ALREADY_EXISTS', 'Another account already uses this address.');
      await tx.challenges.endAll(before.id, now());
      await tx.events.record({ userId: before.id, actorId: before.id, kind: 'EMAIL_CHANGED' });
      await tx.outbox.sendEmail(emailChangedEmail(before, challenge.id));
      return done(user);
    });
  };

const invalid = () =>
  refuse('TOKEN_INVALID', 'This link is invalid or has expired. Request a new one.', ['token']);
