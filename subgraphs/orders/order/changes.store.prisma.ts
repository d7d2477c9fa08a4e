import { Prisma, type PrismaClient } from '../../../generated/orders/db/client.ts';
import { transactions } from '../../../kernel/database.ts';
import { type Claim, once } from '../../../kernel/idempotency.ts';
import { newId, type OrderId } from '../../../kernel/ids.ts';
import { addJob } from '../../../kernel/jobs.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { currentRequest } from '../../../kernel/request.ts';
import { releaseRedemptions } from '../pricing/promotions.store.prisma.ts';
import { EVENT_MESSAGES, type NewEvent, type OrderChange } from './change.ts';
import type { Order, Refund } from './order.ts';
import { toOrder, WITH_LINES } from './rows.store.prisma.ts';

export type Tx = Prisma.TransactionClient;

const JOB_GRACE_MS = 10_000;

/** Writes a change. The caller has locked the order's row. */
export const writeChange = async (
  tx: Tx,
  id: OrderId,
  { set, refunds = [], events, releaseRedemptions: free, releaseKey, jobs = [] }: OrderChange,
): Promise<void> => {
  await tx.order.updateMany({ where: { id }, data: columns(set, releaseKey ?? false) });
  for (const refund of refunds) await writeRefund(tx, id, refund);
  await writeEvents(tx, id, events);
  if (free) await releaseRedemptions(tx, id);
  for (const { task, payload, ...options } of jobs) await addJob(tx, task, payload, options);
};

/** When the sweeper may consider a job lost that is due at this time. */
export const checkAfter = (due: Date): Date => new Date(due.getTime() + JOB_GRACE_MS);
/** The same for the job that a step enqueues. */
export const checkAfterStep = (step: Order['step'] | undefined): Date | null =>
  step && step !== 'OPENED' ? checkAfter(new Date()) : null;

const columns = (
  { refunded, shortages, ...rest }: OrderChange['set'],
  freeKey: boolean,
): Prisma.OrderUpdateManyMutationInput => {
  const lookAt = checkAfterStep(rest.step);
  return {
    ...(rest satisfies Omit<Partial<Order>, 'refunded' | 'shortages'>),
    ...(refunded ? { refunded: BigInt(refunded.amount) } : {}),
    ...(shortages ? { shortages: shortages as unknown as Prisma.InputJsonValue } : {}),
    ...(lookAt ? { lookAt } : {}),
    ...(freeKey ? { idempotencyKey: null } : {}),
  };
};

/** Writes a refund. If its status changes to or from FAILED, the quantities of its lines are adjusted. */
const writeRefund = async (tx: Tx, orderId: OrderId, refund: Refund): Promise<void> => {
  const { id, paymentRefundId, amount, status, reason, shipping = null, paymentVersion = 0 } = refund;
  const settledAt = status === 'PENDING' ? null : new Date();
  const known = await tx.refund.findUnique({ where: { id }, select: { status: true } });
  const parts = {
    amount: BigInt(amount.amount),
    shipping: shipping === null ? null : BigInt(shipping.amount),
  };
  await tx.refund.upsert({
    where: { id },
    create: { id, orderId, paymentRefundId, ...parts, status, reason, settledAt, paymentVersion },
    update: { paymentRefundId, status, settledAt, paymentVersion },
  });
  if (!known || known.status === status) return;
  if (status === 'FAILED') await reverseRefundLines(tx, id);
  else if (known.status === 'FAILED') await reapplyRefundLines(tx, id);
};

/** Writes events. An event that can happen only once is skipped if it exists. */
export const writeEvents = async (tx: Tx, orderId: OrderId, events: readonly NewEvent[]): Promise<void> => {
  const last = events.some(({ unlessRepeated }) => unlessRepeated) ? await lastKind(tx, orderId) : null;
  const fresh = events.filter(({ kind, unlessRepeated }) => !(unlessRepeated && kind === last));
  if (fresh.length === 0) return;
  await tx.orderEvent.createMany({
    data: fresh.map((event) => eventRow(orderId, event)),
    skipDuplicates: true,
  });
};

const lastKind = async (tx: Tx, orderId: OrderId): Promise<string | null> =>
  (await tx.orderEvent.findFirst({ where: { orderId }, orderBy: { seq: 'desc' }, select: { kind: true } }))
    ?.kind ?? null;

export const eventRow = (orderId: OrderId, { kind, actor, actorId, message }: NewEvent) => ({
  id: newId('evt'),
  orderId,
  kind,
  actor,
  actorId: actorId ?? null,
  message: message ?? EVENT_MESSAGES[kind],
  requestId: currentRequest()?.id ?? null,
});

/** How many items of a refund line are back in stock, through this refund or an earlier one. */
const IN_STOCK = Prisma.sql`coalesce(r.restocked, case when f.restock then r.quantity else 0 end) + r.covered`;
const OF_REFUND = Prisma.sql`from refund_lines r join refunds f on f.id = r.refund_id`;

/** Reverses the quantities of a failed refund. Items that were returned to stock stay there. */
export const reverseRefundLines = async (tx: Prisma.TransactionClient, refundId: string): Promise<void> => {
  await tx.$executeRaw`update order_lines l set refunded_quantity = l.refunded_quantity - r.quantity,
      returned_quantity = least(l.quantity, l.returned_quantity + ${IN_STOCK})
    ${OF_REFUND} where r.refund_id = ${refundId} and l.id = r.order_line_id`;
};

/** Applies the quantities of a refund again that was reported as failed and then succeeded. */
export const reapplyRefundLines = async (tx: Prisma.TransactionClient, refundId: string): Promise<void> => {
  await tx.$executeRaw`update order_lines l set refunded_quantity = least(l.quantity, l.refunded_quantity + r.quantity),
      returned_quantity = greatest(0, l.returned_quantity - (${IN_STOCK}))
    ${OF_REFUND} where r.refund_id = ${refundId} and l.id = r.order_line_id`;
};

type Decided = Readonly<{ change: OrderChange }>;

/**
 * Changes that the staff makes: load, decide and save in one transaction that locks the order's row, once per claim.
 * A repeated claim returns the order as it is now. A decision of null changes nothing.
 */
export const staffChanges = (db: PrismaClient) => {
  const transact = transactions<Tx>(db);
  const read = async (tx: Pick<Tx, 'order'>, id: OrderId): Promise<Order | null> => {
    const row = await tx.order.findUnique({ where: { id }, include: WITH_LINES });
    return row && toOrder(row);
  };
  const missing = () => refuse('NOT_FOUND', 'Order not found.', ['orderId']);

  return async <D extends Decided>(
    id: OrderId,
    claim: Claim | null,
    decide: (order: Order, tx: Tx) => Outcome<D | null> | Promise<Outcome<D | null>>,
    write: (tx: Tx, decided: D) => Promise<unknown>,
  ): Promise<Outcome<Order>> => {
    const effect = async (tx: Tx): Promise<Outcome<OrderId>> => {
      await tx.$queryRaw`select id from orders where id = ${id} for update`;
      const order = await read(tx, id);
      if (!order) return missing();
      const decided = await decide(order, tx);
      if (!decided.ok) return decided;
      if (decided.value === null) return done(id);
      await writeChange(tx, id, decided.value.change);
      await write(tx, decided.value);
      return done(id);
    };
    const outcome = await transact((tx) => (claim ? once(tx, claim, () => effect(tx)) : effect(tx)));
    if (!outcome.ok) return outcome;
    const order = await read(db, id);
    return order ? done(order) : missing();
  };
};
