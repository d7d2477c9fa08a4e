import type { Prisma, PrismaClient } from '../../../generated/payments/db/client.ts';
import { transactions } from '../../../kernel/database.ts';
import { newId } from '../../../kernel/ids.ts';
import { addJob } from '../../../kernel/jobs.ts';
import { feePostings, postings } from '../ledger/ledger.ts';
import { keepMethod } from '../methods/store.prisma.ts';
import type { WriteVoid } from '../providerRequests/store.prisma.ts';
import type { Change, OrderNotification } from '../providerSync/change.ts';
import type { Payment, Refund } from './payment.ts';
import type { Payments, SaveExtras } from './ports.ts';
import { columnsOf } from './store.rows.ts';

type Tx = Prisma.TransactionClient;

/** The payment was changed since it was loaded. */
class VersionConflict extends Error {
  override readonly name = 'Outrun';
}

/** One transaction: the payment, its books, what the others are told, and the reason why we looked. */
export const paymentSaver =
  (db: PrismaClient, writeVoid: WriteVoid): Payments['save'] =>
  async (change, extras = {}) => {
    try {
      await transactions(db)(async (tx: Tx) => {
        if (isChanged(change)) await writeChange(tx, change);
        if (change.declineLimitReached) await voidOrder(tx, writeVoid, change.after);
        await writeExtras(tx, extras);
      });
      return true;
    } catch (error) {
      if (error instanceof VersionConflict) return false;
      throw error;
    }
  };

/** The buyer gets no other payment for the order: orders hears that this one is voided, and cancels it. */
const voidOrder = async (tx: Tx, writeVoid: WriteVoid, { id, orderId }: Payment): Promise<void> => {
  await markVoided(tx, orderId);
  await writeVoid(tx, id);
};

/** Prevents any later payment of the order. */
export const markVoided = (tx: Pick<Tx, '$executeRaw'>, orderId: string): PromiseLike<number> =>
  tx.$executeRaw`insert into order_marks (order_id, voided_at) values (${orderId}, now())
    on conflict (order_id) do update set voided_at = coalesce(order_marks.voided_at, now())`;

const isChanged = ({ before, after }: Change): boolean =>
  JSON.stringify(facts(before)) !== JSON.stringify(facts(after));

const facts = (payment: Payment) => [columnsOf(payment), payment.attempts.length, payment.refunds];

const writeChange = async (
  tx: Tx,
  { before, after, notifications, savedMethod, alarms }: Change,
): Promise<void> => {
  const { id, version } = before;
  const { count } = await tx.payment.updateMany({
    where: { id, version },
    data: { ...columnsOf(after), version: { increment: 1 } },
  });
  if (count === 0) throw new VersionConflict(id);
  const attempts = after.attempts
    .slice(before.attempts.length)
    .map((attempt) => ({ ...attempt, paymentId: id }));
  await tx.attempt.createMany({ data: attempts, skipDuplicates: true });
  for (const refund of after.refunds) await writeRefund(tx, before, refund);
  await postToLedger(tx, before, after);
  if (savedMethod && after.ownerId)
    await keepMethod(tx, after.ownerId, savedMethod.providerId, savedMethod.card);
  for (const notification of notifications) await notifyOrders(tx, before, notification);
  if (alarms.some(({ what }) => what === 'PAYMENT_MISMATCH'))
    await addJob(tx, 'giveBack', { paymentId: id }, { key: `giveBack:${id}` });
};

const writeRefund = async (tx: Tx, { id: paymentId, refunds }: Payment, refund: Refund): Promise<void> => {
  const { id, status, providerId, amount, reason, createdAt } = refund;
  const known = refunds.find((other) => other.id === id);
  if (known && known.status === status && known.providerId === providerId) return;
  await tx.refund.upsert({
    where: { id },
    update: { status, providerId },
    create: {
      id,
      paymentId,
      ...amount,
      status,
      reason,
      providerId,
      createdAt,
      idempotencyKey: `provider:${providerId}`,
    },
  });
};

/** Posts the change of the totals to the ledger. */
export const postToLedger = async (tx: Tx, before: Payment, after: Payment): Promise<void> => {
  const { id: paymentId, amount } = after;
  const own = postings(before.totals, after.totals).map((transaction) => ({
    ...transaction,
    currency: amount.currency,
  }));
  const rows = [...own, ...feePostings(before.settlementFees, after.settlementFees)].flatMap(
    ({ kind, entries, currency }) => {
      const transactionId = newId('txn');
      return entries.map((entry) => ({
        ...entry,
        id: newId('ledger'),
        transactionId,
        paymentId,
        kind,
        currency,
      }));
    },
  );
  if (rows.length > 0) await tx.ledgerEntry.createMany({ data: rows });
};

/** With the version of the payment, so that orders can tell an earlier state from a later one, and the key of orders' own refund. */
const notifyOrders = async (
  tx: Tx,
  { id, orderId, version }: Payment,
  notifications: OrderNotification,
): Promise<void> => {
  const refund =
    notifications.refundId &&
    (await tx.refund.findUnique({ where: { id: notifications.refundId }, select: { idempotencyKey: true } }));
  const refundKey = refund ? refund.idempotencyKey : null;
  await addJob(tx, 'tellOrders', {
    paymentId: id,
    orderId,
    ...notifications,
    version: version + 1,
    refundKey,
  });
};

const writeExtras = async (tx: Tx, { request, event }: SaveExtras): Promise<void> => {
  if (request) {
    const { id, state, code = null, message = null } = request;
    await tx.providerCall.update({ where: { id }, data: { state, code, message, leasedUntil: null } });
  }
  if (event)
    await tx.webhookEvent.update({
      where: { id: event },
      data: { state: 'APPLIED', reason: null, appliedAt: new Date() },
    });
};
