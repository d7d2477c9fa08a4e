import type { EmailChangeRequestInput } from '../../../generated/users/types.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { readEmail } from '../email.ts';
import { emailChangeAskedLetter, emailChangeLetter } from '../letters.ts';
import type { Ports } from '../ports.ts';
import { issueChallenge } from './issueChallenge.ts';
import { notYourPassword, stillProved } from './proof.ts';
import { type Reauthentication, reauthenticate } from './reauthenticate.ts';
import { tellOwner } from './tellOwner.ts';

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
