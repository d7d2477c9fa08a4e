import { done, type Outcome } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { noSuchUser, type User } from '../user.ts';
import { replaceAvatar } from './replaceAvatar.ts';

export const avatarDelete =
  (ports: Pick<Ports, 'transaction'>) =>
  async (viewer: Viewer): Promise<Outcome<User>> => {
    const user = await replaceAvatar(ports, signedIn(viewer).userId, null);
    return user ? done(user) : noSuchUser();
  };
