import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { notYourPassword, stillProved } from '../accounts/proof.ts';
import { type Reauthentication, reauthenticate } from '../accounts/reauthenticate.ts';
import type { Ports } from '../ports.ts';
import { newSecret, uriOf } from './secondFactor.ts';

/** A secret for an authenticator app; it is in force once a code of it was confirmed. */
export const mfaEnroll =
  (ports: Reauthentication & Pick<Ports, 'transaction' | 'vault'>) =>
  async (viewer: Viewer, password: string): Promise<Outcome<{ secret: string; uri: string }>> => {
    const owner = await reauthenticate(ports, viewer, password, 'password');
    if (!owner.ok) return owner;
    const secret = newSecret();
    const sealed = await ports.vault.seal(secret);
    return ports.transaction(async (tx) => {
      const user = await stillProved(tx, owner.value);
      if (!user) return notYourPassword('password');
      if (!(await tx.mfa.enroll(user.id, sealed)))
        return refuse('CONFLICT', 'A second factor is in force already; disable it first.');
      return done({ secret, uri: uriOf(secret, user.email) });
    });
  };
