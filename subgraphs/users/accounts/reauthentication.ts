import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports, Stores } from '../ports.ts';
import { parsePassword } from './password.ts';
import { type User, userNotFound } from './user.ts';

export type ReauthenticationPorts = Pick<Ports, 'users' | 'credentials' | 'passwords' | 'limits'>;

/** Verifies the signed-in person's password. Refuses with CREDENTIALS_INVALID; throws RATE_LIMITED. */
export const reauthenticate = async (
  { users, credentials, passwords, limits }: ReauthenticationPorts,
  viewer: Viewer,
  password: string,
  field: string,
): Promise<Outcome<Reauthenticated>> => {
  const { userId, sessionId } = signedIn(viewer);
  const attempt = { limit: 'passwordPerSession', of: sessionId } as const;
  await limits.count([attempt]);
  const [user] = await users.find([userId]);
  const kept = await credentials.find(userId);
  const { right } = await passwords.verify(parsePassword(password), kept?.hash ?? null);
  if (!right || !kept) return wrongPassword(field);
  await limits.refund([attempt]);
  return user ? done({ user, passwordSince: kept.changedAt }) : userNotFound();
};

/** An account whose password was verified, and when that password was set. It may change before the result is used. */
export type Reauthenticated = Readonly<{ user: User; passwordSince: Date }>;

/** Locks the account until the transaction ends. Null if it was deleted, or its password or address has changed since. */
export const lockReauthenticated = async (
  { users, credentials }: Pick<Stores, 'users' | 'credentials'>,
  { user, passwordSince }: Reauthenticated,
): Promise<User | null> => {
  const current = await users.lock(user.id);
  const kept = current?.email === user.email ? await credentials.find(user.id) : null;
  return kept?.changedAt.getTime() === passwordSince.getTime() ? current : null;
};

export const wrongPassword = (field: string) =>
  refuse('CREDENTIALS_INVALID', 'The password is wrong.', [field]);
