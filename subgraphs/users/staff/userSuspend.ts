import type { UserSuspendInput } from '../../../generated/users/types.ts';
import { andThen, done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { readLine, type User } from '../user.ts';
import { changeUser } from './changeUser.ts';
import { type Admins, suspend } from './rules.ts';

export const userSuspend =
  (ports: Pick<Ports, 'transaction' | 'now'>) =>
  async (viewer: Viewer, input: UserSuspendInput): Promise<Outcome<User>> => {
    const actor = signedIn(viewer);
    const reason = readLine(input.reason);
    if (!reason) return refuse('INVALID', 'Say why, for those who look at it later.', ['reason']);
    const decide = (target: User, admins: Admins) =>
      andThen(suspend(actor, target, admins), (status) => done({ status }));
    return changeUser(ports, actor, input.userId, decide, { kind: 'SUSPENDED', detail: reason });
  };
