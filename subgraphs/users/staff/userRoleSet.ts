import type { UserRoleSetInput } from '../../../generated/users/types.ts';

import { andThen, done, type Outcome } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import type { User } from '../user.ts';
import { changeUser } from './changeUser.ts';
import { type Admins, setRole } from './rules.ts';

/** The sessions of the account end, so that the old role is gone at once. */
export const userRoleSet =
  (ports: Pick<Ports, 'transaction' | 'now'>) =>
  async (viewer: Viewer, { userId, role }: UserRoleSetInput): Promise<Outcome<User>> => {
    const actor = signedIn(viewer);
    const decide = (target: User, admins: Admins) =>
      andThen(setRole(actor, target, role, admins), (wanted) => done({ role: wanted }));
    return changeUser(ports, actor, userId, decide, { kind: 'ROLE_SET', detail: role });
  };
