import { isId } from '../../../kernel/ids.ts';
import { done, type Outcome } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';

export const signOut =
  ({ transaction, now }: Pick<Ports, 'transaction' | 'now'>) =>
  async (viewer: Viewer): Promise<Outcome<true>> => {
    const { userId, sessionId } = signedIn(viewer);
    if (isId('sess', sessionId))
      await transaction(({ sessions }) => sessions.revoke({ userId, id: sessionId }, now()));
    return done(true);
  };
