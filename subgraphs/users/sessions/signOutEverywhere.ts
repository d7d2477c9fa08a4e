import { done, type Outcome } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';

export const signOutEverywhere =
  ({ transaction, now }: Pick<Ports, 'transaction' | 'now'>) =>
  async (viewer: Viewer): Promise<Outcome<true>> => {
    const { userId } = signedIn(viewer);
    await transaction(({ sessions }) => sessions.revoke({ userId }, now()));
    return done(true);
  };
