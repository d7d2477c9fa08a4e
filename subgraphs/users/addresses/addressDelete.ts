import { readId } from '../../../kernel/ids.ts';
import { done, type Outcome } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { noSuchAddress } from './address.ts';

export const addressDelete =
  ({ addresses }: Pick<Ports, 'addresses'>) =>
  async (viewer: Viewer, id: string): Promise<Outcome<string>> => {
    const { userId } = signedIn(viewer);
    return (await addresses.delete(userId, readId('addr', id))) ? done(id) : noSuchAddress();
  };
