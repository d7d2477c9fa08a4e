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

/** What an authenticator app reads from a QR code. */
export const uriOf = (secret: string, email: string): string => totp(secret, email).toString();

/** The 30-second step that a one-time password belongs to, one before and after included; null if it belongs to none. */
export const stepOf = (secret: string, code: string, now: Date): number | null => {
  const delta = totp(secret).validate({
    token: code.replace(/\s/g, ''),
    timestamp: now.getTime(),
    window: 1,
  });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / STEP_S) + delta;
};

/** Ten codes of 64 random bits, in groups that can be typed. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () =>
    randomBytes(RECOVERY_BYTES)
      .toString('hex')
      .replace(/(.{4})(?!$)/g, '$1-'),
  );

/** However it is typed, it is the same code; what is kept needs the service's secret, and is bound to its owner. */
export const hashRecoveryCode = (encryption: Encryption, userId: UserId, code: string): string =>
  encryption.keyedHash('recovery code', `${userId} ${code.toLowerCase().replace(/[^0-9a-f]/g, '')}`);

/** Whether a one-time password or a recovery code is right, and uses it up: neither works twice. */
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
