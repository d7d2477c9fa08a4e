import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports, Stores } from '../ports.ts';
import { typedPassword } from './password.ts';
import { noSuchUser, type User } from './user.ts';

export type Reauthentication = Pick<Ports, 'users' | 'credentials' | 'passwords' | 'limits'>;

/** The signed-in person, who proves by the password that it is not somebody at an open screen. */
export const reauthenticate = async (
  { users, credentials, passwords, limits }: Reauthentication,
  viewer: Viewer,
  password: string,
  field: string,
): Promise<Outcome<Proof>> => {
  const { userId, sessionId } = signedIn(viewer);
  const attempt = { limit: 'passwordPerSession', of: sessionId } as const;
  await limits.count([attempt]);
  const [user] = await users.find([userId]);
  const kept = await credentials.find(userId);
  const { right } = await passwords.verify(typedPassword(password), kept?.hash ?? null);
  if (!right || !kept) return notYourPassword(field);
  await limits.forgive([attempt]);
  return user ? done({ user, passwordSince: kept.changedAt }) : noSuchUser();
};

/** Somebody knew the password of an account as it was then. Comparing takes a while, in which others may change it. */
export type Proof = Readonly<{ user: User; passwordSince: Date }>;

/** The account, held until the transaction ends; null where it is gone, or its password or address is another by now. */
export const stillProved = async (
  { users, credentials }: Pick<Stores, 'users' | 'credentials'>,
  { user, passwordSince }: Proof,
): Promise<User | null> => {
  const current = await users.lock(user.id);
  const kept = current?.email === user.email ? await credentials.find(user.id) : null;
  return kept?.changedAt.getTime() === passwordSince.getTime() ? current : null;
};

export const notYourPassword = (field: string) =>
  refuse('CREDENTIALS_INVALID', 'This is not your password.', [field]);
