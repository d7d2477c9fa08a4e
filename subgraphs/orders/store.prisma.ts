import type { PrismaClient } from '../../generated/orders/db/client.ts';
import { isDuplicate, transactions } from '../../kernel/database.ts';
import type { OrderId } from '../../kernel/ids.ts';
import { addJob } from '../../kernel/jobs.ts';
import { done, type Outcome, refuse } from '../../kernel/outcome.ts';
import type { Claim, Created } from './checkout/claim.ts';
import { type Agreement, newOrder, type Order } from './order.ts';
import type { Ports } from './ports.ts';
import { PromotionLost, redeem } from './promotions/redemptions.store.prisma.ts';
import { reading } from './read.store.prisma.ts';
import { fromAgreement, fromLine, toOrder, WHOLE } from './row.store.prisma.ts';
import { advanceLater } from './saga/watch.ts';
import { type Tx, writeChange, writeEvents } from './write.store.prisma.ts';

export const prismaOrders = (db: PrismaClient): Ports['orders'] => {
  const transact = transactions<Tx>(db);
  return { ...writing(transact), ...reading(db) };
};

/** How much later than its job an order is looked for. */
const TRUST_MS = 10_000;
type Transact = ReturnType<typeof transactions<Tx>>;

const writing = (transact: Transact): Pick<Ports['orders'], 'create' | 'change'> => ({
  create: async (agreement, claim) => {
    try {
      return { kind: 'created', order: await transact((tx) => insert(tx, agreement, claim)) };
    } catch (error) {
      return whyNot(error);
    }
  },
  change: (id, decide) =>
    transact(async (tx): Promise<Outcome<Order>> => {
      const order = await locked(tx, id);
      if (!order) return refuse('NOT_FOUND', 'There is no such order.', ['orderId']);
      const decided = decide(order);
      if (!decided.ok) return decided;
      if (decided.value === null) return done(order);
      await writeChange(tx, id, decided.value);
      return done({ ...order, ...decided.value.set, refunds: merge(order.refunds, decided.value.refunds ?? []) });
    }),
});

/** Promotions come last, so that their rows are held for the shortest time. */
const insert = async (tx: Tx, agreement: Agreement, { caller, key, inputHash }: Claim): Promise<Order> => {
  const { id, ownerId, createdAt, lines, promotions } = agreement;
  const watch = advanceLater(id, createdAt);
  const row = { ...fromAgreement(agreement), caller, idempotencyKey: key, inputHash, lookAt: new Date(watch.runAt.getTime() + TRUST_MS) };
  await tx.order.create({ data: row, select: { id: true } });
  await tx.orderLine.createMany({ data: lines.map((line, position) => ({ ...fromLine(line, position), orderId: id })) });
  await writeEvents(tx, id, [{ kind: 'CREATED', actor: 'CUSTOMER', actorId: ownerId }]);
  await addJob(tx, watch.task, watch.payload, watch);
  await redeem(
    tx,
    id,
    ownerId,
    promotions.map(({ promotionId }) => promotionId),
  );
  return newOrder(agreement);
};

const whyNot = (error: unknown): Created => {
  if (error instanceof PromotionLost) return { kind: 'promotionLost', promotionId: error.promotionId };
  if (isDuplicate(error)) return { kind: 'taken' };
  throw error;
};

const locked = async (tx: Tx, id: OrderId): Promise<Order | null> => {
  await tx.$queryRaw`select id from orders where id = ${id} for update`;
  const row = await tx.order.findUnique({ where: { id }, include: WHOLE });
  return row && toOrder(row);
};

const merge = (known: Order['refunds'], changed: Order['refunds']): Order['refunds'] => [
  ...known.map((refund) => changed.find(({ id }) => id === refund.id) ?? refund),
  ...changed.filter(({ id }) => known.every((refund) => refund.id !== id)),
];
