import { readId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';

export const sessionRevoke =
  ({ transaction, now }: Pick<Ports, 'transaction' | 'now'>) =>
  async (viewer: Viewer, id: string): Promise<Outcome<string>> => {
    const { userId } = signedIn(viewer);
    const sessionId = readId('sess', id);
    const [ended] = await transaction(({ sessions }) => sessions.revoke({ userId, id: sessionId }, now()));
    return ended ? done(ended) : refuse('NOT_FOUND', 'There is no such session.', ['id']);
  };
