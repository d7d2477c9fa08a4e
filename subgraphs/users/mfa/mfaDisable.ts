import { newId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { notYourPassword, stillProved } from '../accounts/proof.ts';
import { type Reauthentication, reauthenticate } from '../accounts/reauthenticate.ts';
import { mfaDisabledLetter } from '../letters.ts';
import type { Ports } from '../ports.ts';
import type { User } from '../user.ts';
import { checkSecondFactor } from './checkSecondFactor.ts';

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
