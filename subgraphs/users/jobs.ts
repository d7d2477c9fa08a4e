import type { UserId } from '../../kernel/ids.ts';
import type { Tasks } from '../../kernel/jobs.ts';
import type { Mail, Mailer } from '../../kernel/mailer.ts';
import type { Picture } from '../../kernel/picture.ts';
import type { SignUp } from './accounts/signUp.ts';
import type { Pictures } from './avatar/ports.ts';
import type { Exports, Holder } from './personal/ports.ts';
import type { Revocations } from './sessions/ports.ts';
import type { SessionId } from './sessions/session.ts';
import type { UseCases } from './useCases.ts';
import type { Vault } from './vault.ts';

/** Keys are rotated by age: looked at once an hour. What is of no use any more goes at night. */
export const CRON = '17 * * * * signingKeysRotate\n40 3 * * * cleanUp';

type Worked = Readonly<{
  use: UseCases;
  mailer: Mailer;
  revocations: Revocations;
  pictures: Pictures;
  exports: Exports;
  vault: Vault;
}>;

export const tasks = ({ use, mailer, revocations, pictures, exports, vault }: Worked): Tasks => ({
  mail: async (payload) => mailer.send(await vault.open<Mail>(sealedOf(payload))),
  register: async (payload) => use.register(await vault.open<SignUp>(sealedOf(payload))),
  emailVerificationMail: async (payload) =>
    use.emailVerificationMail(await vault.open<string>(sealedOf(payload))),
  passwordResetMail: async (payload) => use.passwordResetMail(await vault.open<string>(sealedOf(payload))),
  sessionsRevoked: (payload) => revocations.publish((payload as { ids: SessionId[] }).ids),
  removePicture: (payload) => pictures.remove(payload as Picture),
  removeExport: (payload) => exports.remove((payload as { key: string }).key),
  personalDataErase: (payload) => {
    const { holder, userId } = payload as { holder: Holder; userId: UserId };
    return use.forgetElsewhere(holder, userId);
  },
  cleanUp: () => use.cleanUp(),
  signingKeysRotate: () => use.signingKeysRotate(),
});

const sealedOf = (payload: unknown): string => (payload as { sealed: string }).sealed;
