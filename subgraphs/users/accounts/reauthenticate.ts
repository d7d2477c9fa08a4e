import { done, type Outcome } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { noSuchUser } from '../user.ts';
import { typedPassword } from './password.ts';
import { notYourPassword, type Proof } from './proof.ts';

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
