import { isId, newId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import { mfaEnabledEmail } from '../accounts/emails.ts';
import { type User, userNotFound } from '../accounts/user.ts';
import type { Ports } from '../ports.ts';
import { hashRecoveryCode, newRecoveryCodes, stepOf } from './secondFactor.ts';

type Confirmed = Readonly<{ user: User; recoveryCodes: string[] }>;

/**
 * Turns the second factor on. Returns the user and ten recovery codes, which are shown once.
 * The code counts as used. All other sessions end, because they began without a second factor.
 * Refuses with CONFLICT (nothing to confirm) or MFA_CODE_INVALID. Not safe to repeat: the second call is CONFLICT.
 */
export const mfaConfirm =
  ({
    transaction,
    mfa,
    limits,
    encryption,
    now,
  }: Pick<Ports, 'transaction' | 'mfa' | 'limits' | 'encryption' | 'now'>) =>
  async (viewer: Viewer, code: string): Promise<Outcome<Confirmed>> => {
    const { userId, sessionId } = signedIn(viewer);
    await limits.count([{ limit: 'passwordPerSession', of: sessionId }]);
    const found = await mfa.find(userId);
    if (!found || found.confirmed)
      return refuse('CONFLICT', 'There is no second factor to confirm. Call mfaEnroll first.');
    const step = stepOf(await encryption.decrypt<string>(found.encryptedSecret), code, now());
    if (step === null) return refuse('MFA_CODE_INVALID', 'This code is wrong or has expired.', ['code']);
    const recoveryCodes = newRecoveryCodes();
    const hashes = recoveryCodes.map((each) => hashRecoveryCode(encryption, userId, each));
    return transaction(async (tx) => {
      const before = await tx.users.lock(userId);
      if (!before) return userNotFound();
      if (!(await tx.mfa.confirm(userId, found.encryptedSecret, step, hashes, now())))
        return refuse(
          'CONFLICT',
          'The second factor was already confirmed, or a new secret was created. Load the account again.',
        );
      await tx.sessions.revoke({ userId, ...(isId('sess', sessionId) ? { except: sessionId } : {}) }, now());
      await tx.events.record({ userId, actorId: userId, kind: 'MFA_ENABLED' });
      const user = { ...before, mfaEnabled: true };
      await tx.outbox.sendEmail(mfaEnabledEmail(user, newId('key')));
      return done({ user, recoveryCodes });
    });
  };
