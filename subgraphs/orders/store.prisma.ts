import type { PrismaClient } from '../../generated/orders/db/client.ts';
import { isDuplicate, retried, transactions } from '../../kernel/database.ts';
import type { OrderId } from '../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../kernel/outcome.ts';
import type { Change } from './change.ts';
import type { Claim, Created } from './checkout/claim.ts';
import { type Agreement, newOrder, type Order } from './order.ts';
import type { Ports } from './ports.ts';
import { PromotionLost, redeem } from './promotions/redemptions.store.prisma.ts';
import { reading } from './read.store.prisma.ts';
import { fromAgreement, fromLine, toOrder, WHOLE } from './row.store.prisma.ts';
import { advanceLater } from './saga/watch.ts';
import { changeSeen } from './seen.store.prisma.ts';
import { addingJob, inserting } from './statement.store.prisma.ts';
import { eventRow, type Tx, trustedFrom, writeChange } from './write.store.prisma.ts';

export const prismaOrders = (db: PrismaClient): Ports['orders'] => {
  const transact = transactions<Tx>(db);
  return { ...writing(db, transact), ...reading(db) };
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
      return whyNot(error);
    }
  },
  change: async (id, decide, seen) =>
    (seen ? await atOnce(db, seen, decide(seen)) : null) ?? change(transact, id, decide),
});

const atOnce = async (
  db: PrismaClient,
  seen: Order,
  decided: Outcome<Change | null>,
): Promise<Outcome<Order> | null> => {
  const change = decided.ok ? decided.value : null;
  const changed = change && (await retried(() => changeSeen(db, seen, change)));
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
const insert = async (tx: Sql, agreement: Agreement, { caller, key, inputHash }: Claim): Promise<Order> => {
  const { id, ownerId, createdAt, lines, promotions } = agreement;
  const watch = advanceLater(id, createdAt);
  const row = {
    ...fromAgreement(agreement),
    caller,
    idempotencyKey: key,
    inputHash,
    lookAt: trustedFrom(watch.runAt),
  };
  const rows = lines.map((line, position) => ({ ...fromLine(line, position), orderId: id }));
  await tx.$queryRaw`
    with kept as (${inserting('orders', [row])} returning id),
    lines as (${inserting('order_lines', rows)}),
    told as (${inserting('order_events', [eventRow(id, { kind: 'CREATED', actor: 'CUSTOMER', actorId: ownerId })])})
    select count(*) from (${addingJob(watch)} from kept) jobs`;
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
