import type { PasswordChangeInput } from '../../../generated/users/types.ts';
import { newId } from '../../../kernel/ids.ts';
import { done, type Outcome } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { originOf, type SignedIn, startSession } from '../sessions/session.ts';
import { passwordChangedEmail } from './emails.ts';
import { newPassword } from './password.ts';
import {
  lockReauthenticated,
  type ReauthenticationPorts,
  reauthenticate,
  wrongPassword,
} from './reauthentication.ts';

/** Changes the password. Ends every session and every e-mailed link, and starts a new session for the caller. */
export const passwordChange =
  (ports: ReauthenticationPorts & Pick<Ports, 'transaction' | 'accessTokens' | 'now'>) =>
  async (viewer: Viewer, input: PasswordChangeInput): Promise<Outcome<SignedIn>> => {
    const owner = await reauthenticate(ports, viewer, input.currentPassword, 'currentPassword');
    if (!owner.ok) return owner;
    const password = newPassword(input.newPassword, owner.value.user, 'newPassword');
    if (!password.ok) return password;
    const hash = await ports.passwords.hash(password.value);
    const origin = originOf(viewer);
    return ports.transaction(async (tx) => {
      const user = await lockReauthenticated(tx, owner.value);
      if (!user) return wrongPassword('currentPassword');
      await tx.credentials.set(user.id, hash);
      await tx.challenges.endAll(user.id, ports.now());
      await tx.sessions.revoke({ userId: user.id }, ports.now());
      await tx.events.record({ userId: user.id, actorId: user.id, kind: 'PASSWORD_CHANGED', ip: origin.ip });
      await tx.outbox.sendEmail(passwordChangedEmail(user, newId('key')));
      return done(await startSession(ports, tx, user, origin));
    });
  };
