import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { noSuchUser, type User } from '../user.ts';
import { typedPassword } from './password.ts';

export type Reauthentication = Pick<Ports, 'users' | 'credentials' | 'passwords' | 'limits'>;

/** The signed-in person, who proves by the password that it is not somebody at an open screen. */
export const reauthenticate = async (
  { users, credentials, passwords, limits }: Reauthentication,
  viewer: Viewer,
  password: string,
  field: string,
): Promise<Outcome<User>> => {
  const { userId, sessionId } = signedIn(viewer);
  const attempt = { limit: 'passwordPerSession', of: sessionId } as const;
  await limits.count([attempt]);
  const [user] = await users.find([userId]);
  const { right } = await passwords.verify(typedPassword(password), await credentials.hashOf(userId));
  if (!right) return refuse('CREDENTIALS_INVALID', 'This is not your password.', [field]);
  await limits.forgive([attempt]);
  return user ? done(user) : noSuchUser();
};
