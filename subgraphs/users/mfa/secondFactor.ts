import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { UserId } from '../../../kernel/ids.ts';
import type { Encryption } from '../keys/encryption.ts';
import type { Ports } from '../ports.ts';

const STEP_S = 30;
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
const RECOVERY_BYTES = 8;

export const newSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

const totp = (secret: string, label = ''): TOTP =>
  new TOTP({
    issuer: 'Plexus',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: STEP_S,
    secret: Secret.fromBase32(secret),
  });

/** The otpauth:// URI for an authenticator app's QR code. */
export const uriOf = (secret: string, email: string): string => totp(secret, email).toString();

/** The 30-second step of a one-time password, with a tolerance of one step. Null if it is wrong. */
export const stepOf = (secret: string, code: string, now: Date): number | null => {
  const delta = totp(secret).validate({
    token: code.replace(/\s/g, ''),
    timestamp: now.getTime(),
    window: 1,
  });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / STEP_S) + delta;
};

/** Ten codes of 64 random bits, in groups for easier typing. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () =>
    randomBytes(RECOVERY_BYTES)
      .toString('hex')
      .replace(/(.{4})(?!$)/g, '$1-'),
  );

/** Hashes a code with the service's secret, bound to its owner. Ignores case and separators. */
export const hashRecoveryCode = (encryption: Encryption, userId: UserId, code: string): string =>
  encryption.keyedHash('recovery code', `${userId} ${code.toLowerCase().replace(/[^0-9a-f]/g, '')}`);

/** Checks a one-time password or recovery code and marks it as used. Each works once. */
export const checkSecondFactor = async (
  { mfa, encryption, now }: Pick<Ports, 'mfa' | 'encryption' | 'now'>,
  userId: UserId,
  code: string,
): Promise<boolean> => {
  const found = await mfa.find(userId);
  if (!found?.confirmed) return false;
  const step = stepOf(await encryption.decrypt<string>(found.encryptedSecret), code, now());
  return step === null
    ? mfa.consumeRecoveryCode(userId, hashRecoveryCode(encryption, userId, code), now())
    : mfa.consumeStep(userId, step);
};
