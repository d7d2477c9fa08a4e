import type { PrismaClient } from '../../generated/orders/db/client.ts';
import { isDuplicate, retried, transactions } from '../../kernel/database.ts';
import type { OrderId } from '../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../kernel/outcome.ts';
import type { OrderChange } from './change.ts';
import type { Claim, Created } from './checkout/claim.ts';
import { newOrder, type Order, type OrderTerms } from './order.ts';
import type { Ports } from './ports.ts';
import { PromotionLost, redeem } from './promotions/redemptions.store.prisma.ts';
import { orderReads } from './read.store.prisma.ts';
import { fromLine, fromTerms, toOrder, WITH_LINES } from './row.store.prisma.ts';
import { watchdogJob } from './saga/watch.ts';
import { optimisticUpdate } from './seen.store.prisma.ts';
import { insertJob, insertRows } from './statement.store.prisma.ts';
import { checkAfter, eventRow, type Tx, writeChange } from './write.store.prisma.ts';

export const prismaOrders = (db: PrismaClient): Ports['orders'] => {
  const transact = transactions<Tx>(db);
  return { ...writing(db, transact), ...orderReads(db) };
};

type Sql = Pick<Tx, '$queryRaw' | '$executeRaw'>;
type Transact = ReturnType<typeof transactions<Tx>>;

const writing = (db: PrismaClient, transact: Transact): Pick<Ports['orders'], 'create' | 'change'> => ({
  create: async (agreement, claim) => {
    try {
      const isMore = agreement.promotions.length > 0;
      const write = (tx: Sql) => insert(tx, agreement, claim);
      return { kind: 'created', order: await (isMore ? transact(write) : retried(() => write(db))) };
    } catch (error) {
      return createFailure(error);
    }
  },
  change: async (id, decide, seen) =>
    (seen ? await changeOptimistically(db, seen, decide(seen)) : null) ?? change(transact, id, decide),
});

const changeOptimistically = async (
  db: PrismaClient,
  seen: Order,
  decided: Outcome<OrderChange | null>,
): Promise<Outcome<Order> | null> => {
  const change = decided.ok ? decided.value : null;
  const changed = change && (await retried(() => optimisticUpdate(db, seen, change)));
  return changed && done(changed);
};

const change = (
  transact: Transact,
  id: OrderId,
  decide: Parameters<Ports['orders']['change']>[1],
): Promise<Outcome<Order>> =>
  transact(async (tx): Promise<Outcome<Order>> => {
    const order = await locked(tx, id);
    if (!order) return refuse('NOT_FOUND', 'There is no such order.', ['orderId']);
    const decided = decide(order);
    if (!decided.ok) return decided;
    if (decided.value === null) return done(order);
    await writeChange(tx, id, decided.value);
    return done({
      ...order,
      ...decided.value.set,
      refunds: merge(order.refunds, decided.value.refunds ?? []),
    });
  });

/** All of it is one statement, and so a transaction by itself; promotions come after it, so that their rows are held for the shortest time. */
const insert = async (tx: Sql, agreement: OrderTerms, { caller, key, inputHash }: Claim): Promise<Order> => {
  const { id, ownerId, createdAt, lines, promotions } = agreement;
  const watch = watchdogJob(id, createdAt);
  const row = {
    ...fromTerms(agreement),
    caller,
    idempotencyKey: key,
    inputHash,
    lookAt: checkAfter(watch.runAt),
  };
  const rows = lines.map((line, position) => ({ ...fromLine(line, position), orderId: id }));
  await tx.$queryRaw`
    with kept as (${insertRows('orders', [row])} returning id),
    lines as (${insertRows('order_lines', rows)}),
    told as (${insertRows('order_events', [eventRow(id, { kind: 'CREATED', actor: 'CUSTOMER', actorId: ownerId })])})
    select count(*) from (${insertJob(watch)} from kept) jobs`;
  await redeem(
    tx,
    id,
    ownerId,
    promotions.map(({ promotionId }) => promotionId),
  );
  return newOrder(agreement);
};

const createFailure = (error: unknown): Created => {
  if (error instanceof PromotionLost) return { kind: 'promotionLost', promotionId: error.promotionId };
  if (isDuplicate(error)) return { kind: 'taken' };
  throw error;
};

const locked = async (tx: Tx, id: OrderId): Promise<Order | null> => {
  await tx.$queryRaw`select id from orders where id = ${id} for update`;
  const row = await tx.order.findUnique({ where: { id }, include: WITH_LINES });
  return row && toOrder(row);
};

const merge = (known: Order['refunds'], changed: Order['refunds']): Order['refunds'] => [
  ...known.map((refund) => changed.find(({ id }) => id === refund.id) ?? refund),
  ...changed.filter(({ id }) => known.every((refund) => refund.id !== id)),
];
