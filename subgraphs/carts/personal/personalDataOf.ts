import { readId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';
import { personalData } from './personalData.ts';

/** All that is held of a person, as JSON. */
export const personalDataOf =
  ({ personal }: Pick<Ports, 'personal'>) =>
  async (userId: string): Promise<string> =>
    JSON.stringify(personalData(await personal.cartsOf(readId('user', userId))));
