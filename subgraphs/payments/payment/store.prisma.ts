import type { Prisma, PrismaClient } from '../../../generated/payments/db/client.ts';
import { transactions } from '../../../kernel/database.ts';
import { badInput } from '../../../kernel/errors.ts';
import { newId, type PaymentId, readId } from '../../../kernel/ids.ts';
import { cutPage } from '../../../kernel/page.ts';
import type { WriteRequest, WriteVoid } from '../providerRequests/store.prisma.ts';
import { UNSETTLED } from './payment.ts';
import type { Opening, PaymentFilter, Payments } from './ports.ts';
import { paymentOf, WITH_RELATIONS } from './store.rows.ts';
import { markVoided, paymentSaver } from './store.save.ts';

const BATCH = 200;
const CLOSING_MS = 3 * 60_000;

/** Payments in PostgreSQL. */
export const prismaPayments = (
  db: PrismaClient,
  writeRequest: WriteRequest,
  writeVoid: WriteVoid,
): Payments => ({
  find: async (ids) => {
    const rows = await db.payment.findMany({ where: { id: { in: [...ids] } }, include: WITH_RELATIONS });
    const found = new Map(rows.map((row) => [row.id, paymentOf(row)]));
    return ids.map((id) => found.get(id) ?? null);
  },
  ofOrders: async (ids) => {
    const rows = await db.payment.findMany({
      where: { orderId: { in: [...ids] } },
      include: WITH_RELATIONS,
      orderBy: { id: 'desc' },
    });
    const all = rows.map(paymentOf);
    return ids.map((id) => all.filter(({ orderId }) => orderId === id));
  },
  byProviderId: async (ids) => {
    const rows = await db.payment.findMany({
      where: { providerId: { in: [...ids] } },
      include: WITH_RELATIONS,
    });
    const found = new Map(rows.map((row) => [row.providerId, paymentOf(row)]));
    return ids.map((id) => found.get(id) ?? null);
  },
  page: async (filter, { first, after }) => {
    const where = whereOf(filter);
    const [rows, totalCount] = await Promise.all([
      db.payment.findMany({
        where: { AND: [where, below(after)] },
        include: WITH_RELATIONS,
        orderBy: { id: 'desc' },
        take: first + 1,
      }),
      db.payment.count({ where }),
    ]);
    return cutPage(rows.map(paymentOf), first, totalCount);
  },
  open: (order) => transactions(db)((tx: Prisma.TransactionClient) => open(tx, writeRequest, order)),
  markVoided: async (orderId) => {
    await markVoided(db, orderId);
  },
  save: paymentSaver(db, writeVoid),
  capturedSince: async (since, after) => {
    const lately = { createdAt: { gte: since } };
    const where = {
      captured: { gt: 0 },
      flag: null,
      OR: [lately, { refunds: { some: lately } }],
      ...(after ? { id: { gt: after } } : {}),
    };
    return (
      await db.payment.findMany({ where, include: WITH_RELATIONS, orderBy: { id: 'asc' }, take: BATCH })
    ).map(paymentOf);
  },
  dueForSync: async (before, now) => {
    const closing = { gt: now, lt: new Date(now.getTime() + CLOSING_MS) };
    const stuck = { status: { in: [...UNSETTLED] }, updatedAt: { lt: before } };
    const rows = await db.payment.findMany({
      where: {
        AND: [
          { flag: null },
          notPaused(now),
          { OR: [stuck, { status: 'REQUIRES_PAYMENT_METHOD', expiresAt: closing }] },
        ],
      },
      orderBy: { updatedAt: 'asc' },
      select: { id: true },
      take: BATCH,
    });
    return rows.map(({ id }) => readId('pay', id));
  },
});

/** Those of which a look failed lately make room for the others. */
const notPaused = (now: Date): Prisma.PaymentWhereInput => ({
  OR: [{ look: null }, { look: { nextAt: null } }, { look: { nextAt: { lte: now } } }],
});

const below = (after: PaymentId | null): Prisma.PaymentWhereInput => (after ? { id: { lt: after } } : {});

const whereOf = ({ ownerId, statuses, from, to }: PaymentFilter): Prisma.PaymentWhereInput => ({
  ...(ownerId ? { ownerId } : {}),
  ...(statuses ? { status: { in: [...statuses] } } : {}),
  ...(from || to ? { createdAt: { ...(from ? { gte: from } : {}), ...(to ? { lt: to } : {}) } } : {}),
});

/** The order's mark is locked first, so that an order is opened or voided, never both. */
const open = async (tx: Prisma.TransactionClient, writeRequest: WriteRequest, order: Opening) => {
  const [mark] = await tx.$queryRaw<
    { voided_at: Date | null }[]
  >`insert into order_marks (order_id) values (${order.orderId})
    on conflict (order_id) do update set order_id = excluded.order_id returning voided_at`;
  if (mark?.voided_at) return null;
  const { orderId, amount, expiresAt } = order;
  const known = await tx.payment.findFirst({
    where: { orderId, status: { notIn: ['VOIDED', 'FAILED'] } },
    include: WITH_RELATIONS,
  });
  if (!known) return create(tx, writeRequest, order);
  if (Number(known.amount) !== amount.amount || known.currency !== amount.currency)
    throw badInput('The order already has a payment of another amount.');
  if (known.expiresAt.getTime() >= expiresAt.getTime()) return paymentOf(known);
  return paymentOf(
    await tx.payment.update({ where: { id: known.id }, data: { expiresAt }, include: WITH_RELATIONS }),
  );
};

const create = async (
  tx: Prisma.TransactionClient,
  writeRequest: WriteRequest,
  { amount, ...order }: Opening,
) => {
  const id = newId('pay');
  const row = await tx.payment.create({ data: { id, ...order, ...amount }, include: WITH_RELATIONS });
  await writeRequest(tx, id, { kind: 'OPEN' });
  return paymentOf(row);
};
