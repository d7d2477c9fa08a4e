import { readId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';

/** Forgets a person; asked again, there is nothing left to forget. */
export const personalDataErase =
  ({ personal }: Pick<Ports, 'personal'>) =>
  async (userId: string): Promise<boolean> => {
    await personal.forget(readId('user', userId));
    return true;
  };
