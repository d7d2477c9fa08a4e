import type { UserId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { accountDeletedEmail, accountDeletionStartedEmail } from '../accounts/emails.ts';
import {
  lockReauthenticated,
  type ReauthenticationPorts,
  reauthenticate,
  wrongPassword,
} from '../accounts/reauthentication.ts';
import type { Ports } from '../ports.ts';
import { isLastAdmin } from '../staff/staff.ts';
import { type DataHolder, dataHolders } from './ports.ts';

/** Deletes the account immediately. One job per other service, enqueued in the same transaction, runs until its data is erased. */
export const accountDelete =
  (ports: ReauthenticationPorts & Pick<Ports, 'transaction' | 'now'>) =>
  async (viewer: Viewer, password: string): Promise<Outcome<true>> => {
    const owner = await reauthenticate(ports, viewer, password, 'password');
    if (!owner.ok) return owner;
    return ports.transaction(
      async ({ users, credentials, sessions, erasureRequests, outbox }): Promise<Outcome<true>> => {
        const admins = await users.lockActiveAdmins();
        const user = await lockReauthenticated({ users, credentials }, owner.value);
        if (!user) return (await users.lock(owner.value.user.id)) ? wrongPassword('password') : done(true);
        if (isLastAdmin(user, admins))
          return refuse('CONFLICT', 'You are the last admin. Make another account an admin first.');
        await sessions.revoke({ userId: user.id }, ports.now());
        if (user.avatar) await outbox.removePicture(user.avatar);
        for (const holder of dataHolders) await outbox.erase(holder, user.id);
        await erasureRequests.begin(user.id, dataHolders, accountDeletedEmail(user, user.id));
        await outbox.sendEmail(accountDeletionStartedEmail(user, user.id));
        await users.remove(user.id);
        return done(true);
      },
    );
  };

/** Erases a person's data in another service and records it. When the last service has answered, the owner gets an e-mail. Safe to repeat. */
export const eraseElsewhere =
  ({ personalData, transaction }: Pick<Ports, 'personalData' | 'transaction'>) =>
  async (holder: DataHolder, userId: UserId): Promise<void> => {
    await personalData.erase(holder, userId);
    await transaction(async ({ erasureRequests, outbox }) => {
      const letter = await erasureRequests.answered(userId, holder);
      if (letter) await outbox.sendEmail(letter);
    });
  };
