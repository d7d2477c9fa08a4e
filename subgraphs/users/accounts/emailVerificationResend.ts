import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { readEmail } from '../email.ts';
import { verificationLetter } from '../letters.ts';
import { byAddress } from '../limits.ts';
import type { Ports } from '../ports.ts';
import { originOf } from '../sessions/session.ts';
import { issueChallenge } from './issueChallenge.ts';

/** Only notes the question; whether there is such an account is found out after the answer. */
export const emailVerificationResend =
  ({ outbox, limits }: Pick<Ports, 'outbox' | 'limits'>) =>
  async (viewer: Viewer, text: string): Promise<Outcome<true>> => {
    const email = readEmail(text);
    if (!email) return refuse('INVALID', 'This is no e-mail address.', ['email']);
    await limits.count([byAddress('mailPerAddress', originOf(viewer))]);
    await outbox.ask('emailVerificationMail', email);
    return done(true);
  };

/** Where several have signed up with the address, this mail cannot tell whose password it confirms: so it confirms none. */
export const emailVerificationMail =
  (ports: Pick<Ports, 'transaction' | 'vault' | 'shopUrl' | 'now'>) =>
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
      if (secrets) await tx.outbox.mail(verificationLetter(ports.shopUrl, user, secrets));
    });
