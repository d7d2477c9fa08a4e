import type { UserId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';
import { hashRecoveryCode, stepOf } from './secondFactor.ts';

/** Whether a one-time password or a recovery code is right, and uses it up: neither works twice. */
export const checkSecondFactor = async (
  { mfa, vault, now }: Pick<Ports, 'mfa' | 'vault' | 'now'>,
  userId: UserId,
  code: string,
): Promise<boolean> => {
  const found = await mfa.find(userId);
  if (!found?.confirmed) return false;
  const step = stepOf(await vault.open<string>(found.sealedSecret), code, now());
  return step === null
    ? mfa.takeRecoveryCode(userId, hashRecoveryCode(vault, userId, code), now())
    : mfa.takeStep(userId, step);
};
