import type { ProfileUpdateInput } from '../../generated/users/types.ts';
import { done, type Outcome } from '../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../kernel/viewer.ts';
import type { Ports } from './ports.ts';
import { changeProfile, noSuchUser, type User } from './user.ts';

export const profileUpdate =
  ({ transaction }: Pick<Ports, 'transaction'>) =>
  async (viewer: Viewer, input: ProfileUpdateInput): Promise<Outcome<User>> => {
    const { userId } = signedIn(viewer);
    return transaction(async ({ users }) => {
      const [user] = await users.find([userId]);
      const changed = user ? changeProfile(user, input) : noSuchUser();
      if (!changed.ok) return changed;
      const updated = await users.update(userId, changed.value);
      return updated ? done(updated) : noSuchUser();
    });
  };
