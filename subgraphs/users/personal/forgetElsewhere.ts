import type { UserId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';
import type { Holder } from './ports.ts';

/** Has another service forget somebody, and notes that it has; the last one to answer has the owner told. */
export const forgetElsewhere =
  ({ personalData, transaction }: Pick<Ports, 'personalData' | 'transaction'>) =>
  async (holder: Holder, userId: UserId): Promise<void> => {
    await personalData.erase(holder, userId);
    await transaction(async ({ removals, outbox }) => {
      const letter = await removals.answered(userId, holder);
      if (letter) await outbox.mail(letter);
    });
  };
