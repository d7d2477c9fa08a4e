import { newId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { mfaDisabledLetter } from '../accounts/emails.ts';
import {
  notYourPassword,
  type Reauthentication,
  reauthenticate,
  stillProved,
} from '../accounts/reauthentication.ts';
import type { User } from '../accounts/user.ts';
import type { Ports } from '../ports.ts';
import { checkSecondFactor, newSecret, uriOf } from './secondFactor.ts';

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

export const mfaDisable =
  (ports: Reauthentication & Pick<Ports, 'transaction' | 'mfa' | 'vault' | 'now'>) =>
  async (viewer: Viewer, password: string, code: string): Promise<Outcome<User>> => {
    const owner = await reauthenticate(ports, viewer, password, 'password');
    if (!owner.ok) return owner;
    const { user } = owner.value;
    if (!user.mfaEnabled) return refuse('CONFLICT', 'There is no second factor to disable.');
    if (!(await checkSecondFactor(ports, user.id, code)))
      return refuse('MFA_CODE_INVALID', 'This code is wrong or was used.', ['code']);
    return ports.transaction(async (tx) => {
      if (!(await stillProved(tx, owner.value))) return notYourPassword('password');
      await tx.mfa.remove(user.id);
      await tx.events.record({ userId: user.id, actorId: user.id, kind: 'MFA_DISABLED' });
      await tx.outbox.mail(mfaDisabledLetter(user, newId('key')));
      return done({ ...user, mfaEnabled: false });
    });
  };
