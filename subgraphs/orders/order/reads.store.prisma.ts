import type { Prisma, PrismaClient } from '../../../generated/orders/db/client.ts';
import type { OrderEventKind, OrderFilter } from '../../../generated/orders/types.ts';
import { type Id, type OrderId, readId } from '../../../kernel/ids.ts';
import { addJob } from '../../../kernel/jobs.ts';
import { cutPage } from '../../../kernel/page.ts';
import { type Actor, advanceJob } from './change.ts';
import type { OrderListQuery, OrderPorts } from './ports.ts';
import { toOrder, WITH_LINES } from './rows.store.prisma.ts';

type Reading = Omit<OrderPorts['orders'], 'create' | 'change'>;
const MOST_OVERDUE = 100;
const RETRY_MS = 10_000;

export const orderReads = (db: PrismaClient): Reading => ({
  ...orderReaders(db),
  ...relatedReaders(db),
  ...watching(db),
});

const orderReaders = (db: PrismaClient) =>
  ({
    find: async (ids) => {
      const rows = await db.order.findMany({ where: { id: { in: [...ids] } }, include: WITH_LINES });
      const orders = new Map(rows.map((row) => [row.id, toOrder(row)]));
      return ids.map((id) => orders.get(id) ?? null);
    },
    findByToken: async (tokenHash) => {
      const row = await db.order.findUnique({ where: { tokenHash }, include: WITH_LINES });
      return row && toOrder(row);
    },
    findByKey: async (caller, idempotencyKey) => {
      const row = await db.order.findUnique({
        where: { caller_idempotencyKey: { caller, idempotencyKey } },
        include: WITH_LINES,
      });
      return row && { order: toOrder(row), inputHash: row.inputHash };
    },
    findByCart: async (cartId) => {
      const row = await db.order.findFirst({
        where: { cartId, cartReleased: false, status: { not: 'CANCELLED' } },
        include: WITH_LINES,
      });
      return row && { order: toOrder(row), inputHash: row.inputHash };
    },
    page: async (of, { first, after }) => {
      const where = whereOf(of);
      const [rows, total] = await Promise.all([
        db.order.findMany({
          where: { AND: [where, after ? { id: { lt: after } } : {}] },
          orderBy: { id: 'desc' },
          take: first + 1,
          include: WITH_LINES,
        }),
        db.order.count({ where }),
      ]);
      return cutPage(rows.map(toOrder), first, total);
    },
  }) satisfies Partial<Reading>;

const whereOf = ({ ownerId, filter }: OrderListQuery): Prisma.OrderWhereInput => ({
  ...(ownerId === null ? {} : { ownerId }),
  ...(filter?.statuses ? { status: { in: [...filter.statuses] } } : {}),
  ...(filter?.paymentStatuses ? { paymentStatus: { in: [...filter.paymentStatuses] } } : {}),
  ...(filter?.fulfillmentStatuses ? { fulfillmentStatus: { in: [...filter.fulfillmentStatuses] } } : {}),
  createdAt: {
    ...(filter?.createdFrom ? { gte: filter.createdFrom } : {}),
    ...(filter?.createdTo ? { lt: filter.createdTo } : {}),
  },
  ...(filter?.query?.trim() ? { OR: matches(filter.query) } : {}),
});

/** Matches the query as text, not as a pattern. Numbers and e-mail addresses are stored normalized, names as entered. */
const matches = (query: NonNullable<OrderFilter['query']>): Prisma.OrderWhereInput[] => {
  const like = (text: string) => ({
    contains: text
      .trim()
      .slice(0, 100)
      .replace(/[\\%_]/g, '\\$&'),
    mode: 'insensitive' as const,
  });
  const normal = like(query.normalize('NFKC'));
  return [{ number: normal }, { email: normal }, { buyerName: like(query) }];
};

const relatedReaders = (db: PrismaClient) =>
  ({
    timelines: async (ids) => {
      const rows = await db.orderEvent.findMany({
        where: { orderId: { in: [...ids] } },
        orderBy: { seq: 'asc' },
      });
      return rows.map(({ id, orderId, at, kind, message, actor }) => ({
        id: id as Id<'evt'>,
        orderId: readId('ord', orderId),
        at,
        message,
        kind: kind as OrderEventKind,
        actor: actor as Actor,
      }));
    },
    fulfillments: async (ids) => {
      const rows = await db.fulfillment.findMany({
        where: { orderId: { in: [...ids] } },
        orderBy: { id: 'asc' },
        include: { lines: true },
      });
      return rows.map(({ id, orderId, lines, ...rest }) => ({
        ...rest,
        id: id as Id<'ful'>,
        orderId: readId('ord', orderId),
        lines: lines.map(({ orderLineId, quantity }) => ({
          orderLineId: orderLineId as Id<'oline'>,
          quantity,
        })),
      }));
    },
    notes: async (ids) => {
      const rows = await db.orderNote.findMany({
        where: { orderId: { in: [...ids] } },
        orderBy: { id: 'asc' },
      });
      return rows.map(({ id, orderId, body, createdAt }) => ({
        id: id as Id<'note'>,
        orderId: readId('ord', orderId),
        body,
        createdAt,
      }));
    },
    hasBought: async (ownerId, productId) => {
      const where = { productId, order: { ownerId, status: { in: ['PLACED', 'COMPLETED'] } } };
      return (await db.orderLine.findFirst({ where, select: { id: true } })) !== null;
    },
  }) satisfies Partial<Reading>;

const watching = (db: PrismaClient) =>
  ({
    overdue: (before) =>
      db.$transaction(async (tx) => {
        const rows = await tx.$queryRaw<{ id: string }[]>`
        update orders set look_at = ${new Date(before.getTime() + RETRY_MS)}
        where id in (select id from orders where step <> 'DONE' and look_at < ${before} order by look_at limit ${MOST_OVERDUE} for update skip locked)
        returning id`;
        const ids = rows.map(({ id }) => readId('ord', id));
        for (const id of ids) await addAdvance(tx, id);
        return ids;
      }),
    releaseCart: async (id) =>
      void (await db.order.updateMany({ where: { id }, data: { cartReleased: true } })),
    scheduleCheck: (id: OrderId, lookAt: Date) =>
      db.$transaction(async (tx) => {
        await tx.$executeRaw`update orders set look_at = ${new Date(lookAt.getTime() + RETRY_MS)} where id = ${id} and step <> 'DONE'`;
        await addAdvance(tx, id, lookAt);
      }),
  }) satisfies Partial<Reading>;

const addAdvance = async (tx: Prisma.TransactionClient, id: OrderId, runAt?: Date): Promise<void> => {
  const { task, payload, ...options } = advanceJob(id);
  await addJob(tx, task, payload, { ...options, ...(runAt ? { runAt } : {}) });
};
