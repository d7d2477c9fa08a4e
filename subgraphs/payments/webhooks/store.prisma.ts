import type { Prisma, PrismaClient, WebhookEvent } from '../../../generated/payments/db/client.ts';
import { transactions } from '../../../kernel/database.ts';
import { isId } from '../../../kernel/ids.ts';
import { addJob } from '../../../kernel/jobs.ts';
import { cutPage } from '../../../kernel/page.ts';
import { type InboxEvent, ownPaymentId } from './event.ts';
import type { EventKey, Events } from './ports.ts';

type Tx = Prisma.TransactionClient;

/** The inbox of webhook events. A repeated event is stored once. */
export const prismaEvents = (db: PrismaClient): Events => ({
  store: ({ event, state, reason }) =>
    transactions(db)(async (tx: Tx) => {
      const { id, type, createdAt, intentId } = event;
      const row = { id, type, createdAt, intentId, paymentId: ownPaymentId(event), state, reason };
      const { count } = await tx.webhookEvent.createMany({ data: [row], skipDuplicates: true });
      if (count === 1 && state === 'RECEIVED') await applyLater(tx, id);
    }),
  find: async (id) => {
    const row = await db.webhookEvent.findUnique({ where: { id } });
    return row && eventOf(row);
  },
  page: async (states, { first, after }) => {
    const where = { state: { in: [...states] } };
    const orderBy = [{ receivedAt: 'desc' as const }, { id: 'desc' as const }];
    const [rows, totalCount] = await Promise.all([
      db.webhookEvent.findMany({
        where: { AND: [where, after ? below(after) : {}] },
        orderBy,
        take: first + 1,
      }),
      db.webhookEvent.count({ where }),
    ]);
    return cutPage(rows.map(eventOf), first, totalCount);
  },
  setState: ({ id, state: seen }, state, reason) =>
    transactions(db)(async (tx: Tx) => {
      const where = { id, state: seen };
      const { count } = await tx.webhookEvent.updateMany({
        where,
        data: { state, reason, appliedAt: state === 'RECEIVED' ? null : new Date() },
      });
      if (count === 1 && state === 'RECEIVED') await applyLater(tx, id);
      return count === 1;
    }),
});

const applyLater = (tx: Tx, eventId: string): Promise<void> =>
  addJob(tx, 'applyEvent', { eventId }, { key: `event:${eventId}` });

const below = ({ receivedAt, id }: EventKey): Prisma.WebhookEventWhereInput => ({
  OR: [{ receivedAt: { lt: receivedAt } }, { receivedAt, id: { lt: id } }],
});

const eventOf = ({
  id,
  type,
  state,
  reason,
  intentId,
  paymentId,
  createdAt,
  receivedAt,
}: WebhookEvent): InboxEvent => ({
  id,
  type,
  state,
  reason,
  intentId,
  paymentId: isId('pay', paymentId) ? paymentId : null,
  createdAt,
  receivedAt,
});
