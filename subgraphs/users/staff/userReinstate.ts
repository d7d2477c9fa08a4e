import { andThen, done, type Outcome } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import type { User } from '../user.ts';
import { changeUser } from './changeUser.ts';
import { reinstate } from './rules.ts';

export const userReinstate =
  (ports: Pick<Ports, 'transaction' | 'now'>) =>
  async (viewer: Viewer, userId: string): Promise<Outcome<User>> => {
    const actor = signedIn(viewer);
    const decide = (target: User) => andThen(reinstate(actor, target), (status) => done({ status }));
    return changeUser(ports, actor, userId, decide, { kind: 'REINSTATED' });
  };
