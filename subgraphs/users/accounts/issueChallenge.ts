import type { Ports, Stores } from '../ports.ts';
import type { User } from '../user.ts';
import { type Grant, HOUR_MS, newSecrets, type Purpose, RULES } from './challenge.ts';

/** A new challenge in the given transaction; null where the account got too many within the hour. */
export const issueChallenge = async (
  { vault, now }: Pick<Ports, 'vault' | 'now'>,
  { challenges }: Pick<Stores, 'challenges'>,
  user: Pick<User, 'id'>,
  purpose: Purpose,
  grant: Grant | null = null,
) => {
  const { token, code, tokenHash, codeHash } = newSecrets(vault, user.id, purpose);
  const { lifetimeMs, perHour } = RULES[purpose];
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
