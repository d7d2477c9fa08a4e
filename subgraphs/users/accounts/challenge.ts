import { randomInt } from 'node:crypto';
import { newToken, type UserId } from '../../../kernel/ids.ts';
import { type Encryption, hashToken } from '../keys/encryption.ts';
import type { Ports, Stores } from '../ports.ts';
import type { User } from './user.ts';

export type Purpose = 'EMAIL_VERIFY' | 'EMAIL_CHANGE' | 'PASSWORD_RESET';
/** What takes effect when the challenge is answered. It is bound to the e-mail, so that nobody else's sign-up is confirmed by it. */
export type Grant = Readonly<{
  /** Null if several sign-ups are possible owners of the password. Then no password is set. */
  passwordHash?: string | null;
  email?: string;
}>;
export type Challenge = Readonly<{
  id: string;
  userId: UserId;
  purpose: Purpose;
  codeHash: string | null;
  grant: Grant | null;
}>;

const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** Per purpose: lifetime, maximum number per account and hour, and whether the e-mail contains a code besides the link. */
export const CHALLENGE_RULES = {
  EMAIL_VERIFY: { lifetimeMs: HOUR_MS, perHour: 3, withCode: true },
  EMAIL_CHANGE: { lifetimeMs: HOUR_MS, perHour: 5, withCode: false },
  PASSWORD_RESET: { lifetimeMs: 30 * MINUTE_MS, perHour: 5, withCode: false },
} as const satisfies Record<Purpose, { lifetimeMs: number; perHour: number; withCode: boolean }>;

/** The secrets of a challenge: the token and code to send, and the hashes to store. */
export const newSecrets = (encryption: Encryption, userId: UserId, purpose: Purpose) => {
  const token = newToken();
  const code = CHALLENGE_RULES[purpose].withCode ? String(randomInt(1_000_000)).padStart(6, '0') : null;
  return {
    token,
    code,
    tokenHash: hashToken(token),
    codeHash: code && hashCode(encryption, userId, purpose, code),
  };
};

/** Hashes a code with the service's secret, bound to account and purpose: a plain hash of six digits is easy to reverse. */
export const hashCode = (encryption: Encryption, userId: UserId, purpose: Purpose, code: string): string =>
  encryption.keyedHash(`code ${purpose}`, `${userId} ${code.replace(/\s/g, '')}`);

/** Creates a challenge in the given transaction. Null if the account has reached the hourly limit. */
export const issueChallenge = async (
  { encryption, now }: Pick<Ports, 'encryption' | 'now'>,
  { challenges }: Pick<Stores, 'challenges'>,
  user: Pick<User, 'id'>,
  purpose: Purpose,
  grant: Grant | null = null,
) => {
  const { token, code, tokenHash, codeHash } = newSecrets(encryption, user.id, purpose);
  const { lifetimeMs, perHour } = CHALLENGE_RULES[purpose];
  const at = now().getTime();
  const issued = await challenges.issue({
    userId: user.id,
    purpose,
    tokenHash,
    codeHash,
    grant,
    expiresAt: new Date(at + lifetimeMs),
    limit: perHour,
    since: new Date(at - HOUR_MS),
  });
  return issued && { id: issued.id, token, code: code ?? '' };
};
