import type { Prisma, PrismaClient } from '../../../generated/payments/db/client.ts';
import { transactions } from '../../../kernel/database.ts';
import { isId } from '../../../kernel/ids.ts';
import { addJob } from '../../../kernel/jobs.ts';
import { ourPayment } from './event.ts';
import type { Events } from './ports.ts';

/** The inbox: an event that is there already is not taken again. */
export const prismaEvents = (db: PrismaClient): Events => ({
  take: ({ event, state, reason }) =>
    transactions(db)(async (tx: Prisma.TransactionClient) => {
      const { id, type, createdAt, intentId } = event;
      const row = { id, type, createdAt, intentId, paymentId: ourPayment(event), state, reason };
      const { count } = await tx.webhookEvent.createMany({ data: [row], skipDuplicates: true });
      if (count === 1 && state === 'RECEIVED') await addJob(tx, 'applyEvent', { eventId: id });
    }),
  find: async (id) => {
    const row = await db.webhookEvent.findUnique({ where: { id } });
    return row && { id, state: row.state, intentId: row.intentId, paymentId: isId('pay', row.paymentId) ? row.paymentId : null };
  },
  close: async (id, state, reason) => {
    await db.webhookEvent.update({ where: { id }, data: { state, reason, appliedAt: new Date() } });
  },
});
