import { verificationLetter } from '../letters.ts';
import type { Ports } from '../ports.ts';
import { issueChallenge } from './issueChallenge.ts';
import type { SignUp } from './signUp.ts';
import { tellOwner } from './tellOwner.ts';

/** An unverified account belongs to nobody yet: whoever signs up again is mailed a code that is bound to that password. */
export const register =
  (ports: Pick<Ports, 'transaction' | 'vault' | 'shopUrl' | 'now'>) =>
  ({ id, email, profile, passwordHash, ip }: SignUp): Promise<void> =>
    ports.transaction(async (tx) => {
      const created = await tx.users.create({ id, email, profile });
      const user = await tx.users.findByEmail(email);
      if (!user) return;
      if (created) {
        await tx.credentials.set(id, passwordHash);
        await tx.events.record({ userId: id, actorId: id, kind: 'SIGNED_UP', ip });
      }
      if (user.emailVerified) return tellOwner(ports, tx, user);
      const secrets = await issueChallenge(ports, tx, user, 'EMAIL_VERIFY', { passwordHash });
      if (secrets)
        await tx.outbox.mail(
          verificationLetter(ports.shopUrl, { email, givenName: profile.givenName }, secrets),
        );
    });
