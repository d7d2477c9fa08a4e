import { isId, readId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
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

export const signOutEverywhere =
  ({ transaction, now }: Pick<Ports, 'transaction' | 'now'>) =>
  async (viewer: Viewer): Promise<Outcome<true>> => {
    const { userId } = signedIn(viewer);
    await transaction(({ sessions }) => sessions.revoke({ userId }, now()));
    return done(true);
  };

export const sessionRevoke =
  ({ transaction, now }: Pick<Ports, 'transaction' | 'now'>) =>
  async (viewer: Viewer, id: string): Promise<Outcome<string>> => {
    const { userId } = signedIn(viewer);
    const sessionId = readId('sess', id);
    const [ended] = await transaction(({ sessions }) => sessions.revoke({ userId, id: sessionId }, now()));
    return ended ? done(ended) : refuse('NOT_FOUND', 'This session does not exist.', ['id']);
  };
