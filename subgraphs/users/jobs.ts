import type { UserId } from '../../kernel/ids.ts';
import type { Tasks } from '../../kernel/jobs.ts';
import type { Mail, Mailer } from '../../kernel/mailer.ts';
import type { Picture } from '../../kernel/picture.ts';
import { emailVerificationMail } from './accounts/emailVerification.ts';
import { passwordResetMail } from './accounts/passwordReset.ts';
import { register, type SignUp } from './accounts/signUp.ts';
import { signingKeysRotate } from './keys/signingKey.ts';
import type { Ports } from './ports.ts';
import { eraseElsewhere } from './privacy/accountDelete.ts';
import type { DataHolder } from './privacy/ports.ts';
import type { Revocations } from './sessions/ports.ts';
import type { SessionId } from './sessions/session.ts';

/** Checks once an hour whether a new signing key is due, and deletes expired data every night. */
export const CRON = '17 * * * * signingKeysRotate\n40 3 * * * cleanUp';

export const tasks = (ports: Ports, mailer: Mailer, revocations: Revocations): Tasks => {
  const opened = <T>(payload: unknown): Promise<T> =>
    ports.encryption.decrypt<T>((payload as { sealed: string }).sealed);
  return {
    mail: async (payload) => mailer.send(await opened<Mail>(payload)),
    register: async (payload) => register(ports)(await opened<SignUp>(payload)),
    emailVerificationMail: async (payload) => emailVerificationMail(ports)(await opened<string>(payload)),
    passwordResetMail: async (payload) => passwordResetMail(ports)(await opened<string>(payload)),
    sessionsRevoked: (payload) => revocations.publish((payload as { ids: SessionId[] }).ids),
    removePicture: (payload) => ports.pictures.remove(payload as Picture),
    removeExport: (payload) => ports.exports.remove((payload as { key: string }).key),
    personalDataErase: (payload) => {
      const { holder, userId } = payload as { holder: DataHolder; userId: UserId };
      return eraseElsewhere(ports)(holder, userId);
    },
    cleanUp: () => ports.cleanUp(ports.now()),
    signingKeysRotate: () => signingKeysRotate(ports)(),
  };
};
