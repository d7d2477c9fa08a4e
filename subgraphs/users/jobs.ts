import type { Tasks } from '../../kernel/jobs.ts';
import type { Mail, Mailer } from '../../kernel/mailer.ts';
import type { Revocations } from './sessions/ports.ts';
import type { SessionId } from './sessions/session.ts';
import type { UseCases } from './useCases.ts';
import type { Vault } from './vault.ts';

/** Keys are rotated by age: looked at once an hour. */
export const CRON = '17 * * * * signingKeysRotate';

export const tasks = (use: UseCases, mailer: Mailer, revocations: Revocations, vault: Vault): Tasks => ({
  mail: async (payload) => mailer.send(await vault.open<Mail>(sealedOf(payload))),
  emailVerificationMail: async (payload) => use.emailVerificationMail(await vault.open<string>(sealedOf(payload))),
  passwordResetMail: async (payload) => use.passwordResetMail(await vault.open<string>(sealedOf(payload))),
  sessionsRevoked: (payload) => revocations.publish((payload as { ids: SessionId[] }).ids),
  signingKeysRotate: () => use.signingKeysRotate(),
});

const sealedOf = (payload: unknown): string => (payload as { sealed: string }).sealed;
