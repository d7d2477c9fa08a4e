import type { Prisma } from '../../../generated/users/db/client.ts';
import type { Letter } from '../../../kernel/mailTemplate.ts';
import type { Encryption } from '../keys/encryption.ts';
import type { ErasureRequests } from './ports.ts';

/** The update locks the row, so that only one of two last answers sees that no service is left. */
export const prismaErasureRequests = (
  db: Prisma.TransactionClient,
  encryption: Encryption,
): ErasureRequests => ({
  begin: async (userId, holders, letter) => {
    await db.removal.create({
      data: { userId, waiting: [...holders], letter: await encryption.encrypt(letter) },
    });
  },
  answered: async (userId, holder) => {
    const [left] = await db.$queryRaw<{ waiting: string[]; letter: string }[]>`
      update removals set waiting = array_remove(waiting, ${holder}) where user_id = ${userId} returning waiting, letter`;
    if (!left || left.waiting.length > 0) return null;
    await db.removal.delete({ where: { userId } });
    return encryption.decrypt<Letter>(left.letter);
  },
});
