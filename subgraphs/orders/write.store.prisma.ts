import type { Prisma } from '../../generated/orders/db/client.ts';
import { newId, type OrderId } from '../../kernel/ids.ts';
import { addJob } from '../../kernel/jobs.ts';
import { currentRequest } from '../../kernel/request.ts';
import type { NewEvent, OrderChange } from './change.ts';
import type { Order, Refund } from './order.ts';
import { releaseRedemptions } from './promotions/redemptions.store.prisma.ts';
import { reapplyRefundLines, reverseRefundLines } from './refunds/lines.store.prisma.ts';
import { EVENT_MESSAGES } from './timeline.ts';

export type Tx = Prisma.TransactionClient;

const JOB_GRACE_MS = 10_000;

/** Writes all of a change; the caller holds the order's row. */
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

/** Until when a job that is due then is trusted to have done its work. */
export const checkAfter = (due: Date): Date => new Date(due.getTime() + JOB_GRACE_MS);
/** The same of the job that comes with a step. */
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

/** What a refund was for goes back when it fails. */
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

/** What may happen to an order once is written once, whatever is repeated. */
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
