import { newId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { mfaDisabledEmail } from '../accounts/emails.ts';
import {
  lockReauthenticated,
  type ReauthenticationPorts,
  reauthenticate,
  wrongPassword,
} from '../accounts/reauthentication.ts';
import type { User } from '../accounts/user.ts';
import type { Ports } from '../ports.ts';
import { checkSecondFactor, newSecret, uriOf } from './secondFactor.ts';

/** Creates a secret for an authenticator app. It takes effect when `mfaConfirm` is called. CONFLICT if a second factor is already on. */
export const mfaEnroll =
  (ports: ReauthenticationPorts & Pick<Ports, 'transaction' | 'encryption'>) =>
  async (viewer: Viewer, password: string): Promise<Outcome<{ secret: string; uri: string }>> => {
    const owner = await reauthenticate(ports, viewer, password, 'password');
    if (!owner.ok) return owner;
    const secret = newSecret();
    const encryptedSecret = await ports.encryption.encrypt(secret);
    return ports.transaction(async (tx) => {
      const user = await lockReauthenticated(tx, owner.value);
      if (!user) return wrongPassword('password');
      if (!(await tx.mfa.enroll(user.id, encryptedSecret)))
        return refuse('CONFLICT', 'The second factor is already turned on. Disable it first.');
      return done({ secret, uri: uriOf(secret, user.email) });
    });
  };

export const mfaDisable =
  (ports: ReauthenticationPorts & Pick<Ports, 'transaction' | 'mfa' | 'encryption' | 'now'>) =>
  async (viewer: Viewer, password: string, code: string): Promise<Outcome<User>> => {
    const owner = await reauthenticate(ports, viewer, password, 'password');
    if (!owner.ok) return owner;
    const { user } = owner.value;
    if (!user.mfaEnabled) return refuse('CONFLICT', 'The second factor is not turned on.');
    if (!(await checkSecondFactor(ports, user.id, code)))
      return refuse('MFA_CODE_INVALID', 'This code is wrong or was already used.', ['code']);
    return ports.transaction(async (tx) => {
      if (!(await lockReauthenticated(tx, owner.value))) return wrongPassword('password');
      await tx.mfa.remove(user.id);
      await tx.events.record({ userId: user.id, actorId: user.id, kind: 'MFA_DISABLED' });
      await tx.outbox.sendEmail(mfaDisabledEmail(user, newId('key')));
      return done({ ...user, mfaEnabled: false });
    });
  };
