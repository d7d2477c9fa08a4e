import type { Prisma, PrismaClient } from '../../../generated/payments/db/client.ts';
import { transactions } from '../../../kernel/database.ts';
import { newId } from '../../../kernel/ids.ts';
import { addJob } from '../../../kernel/jobs.ts';
import { feePostings, postings } from '../ledger/ledger.ts';
import { keepMethod } from '../methods/store.prisma.ts';
import type { Marks, Payments } from '../ports.ts';
import type { WriteVoid } from '../providerRequests/store.prisma.ts';
import type { Change, News } from '../providerSync/change.ts';
import type { Payment, Refund } from './payment.ts';
import { columnsOf } from './store.rows.ts';

type Tx = Prisma.TransactionClient;

/** Somebody else changed the payment first. */
class Outrun extends Error {
  override readonly name = 'Outrun';
}

/** One transaction: the payment, its books, what the others are told, and the reason why we looked. */
export const saver =
  (db: PrismaClient, writeVoid: WriteVoid): Payments['save'] =>
  async (change, marks = {}) => {
    try {
      await transactions(db)(async (tx: Tx) => {
        if (isChanged(change)) await write(tx, change);
        if (change.exhausted) await giveUp(tx, writeVoid, change.after);
        await mark(tx, marks);
      });
      return true;
    } catch (error) {
      if (error instanceof Outrun) return false;
      throw error;
    }
  };

/** The buyer gets no other payment for the order: orders hears that this one is voided, and cancels it. */
const giveUp = async (tx: Tx, writeVoid: WriteVoid, { id, orderId }: Payment): Promise<void> => {
  await markVoided(tx, orderId);
  await writeVoid(tx, id);
};

/** Whatever comes later, the order is not to be paid. */
export const markVoided = (tx: Pick<Tx, '$executeRaw'>, orderId: string): PromiseLike<number> =>
  tx.$executeRaw`insert into order_marks (order_id, voided_at) values (${orderId}, now())
    on conflict (order_id) do update set voided_at = coalesce(order_marks.voided_at, now())`;

const isChanged = ({ before, after }: Change): boolean =>
  JSON.stringify(facts(before)) !== JSON.stringify(facts(after));

const facts = (payment: Payment) => [columnsOf(payment), payment.attempts.length, payment.refunds];

const write = async (tx: Tx, { before, after, news, kept, alarms }: Change): Promise<void> => {
  const { id, version } = before;
  const { count } = await tx.payment.updateMany({
    where: { id, version },
    data: { ...columnsOf(after), version: { increment: 1 } },
  });
  if (count === 0) throw new Outrun(id);
  const attempts = after.attempts
    .slice(before.attempts.length)
    .map((attempt) => ({ ...attempt, paymentId: id }));
  await tx.attempt.createMany({ data: attempts, skipDuplicates: true });
  for (const refund of after.refunds) await writeRefund(tx, before, refund);
  await book(tx, before, after);
  if (kept && after.ownerId) await keepMethod(tx, after.ownerId, kept.providerId, kept.card);
  for (const piece of news) await tell(tx, before, piece);
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

/** Books what became of the money. */
export const book = async (tx: Tx, before: Payment, after: Payment): Promise<void> => {
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
const tell = async (tx: Tx, { id, orderId, version }: Payment, news: News): Promise<void> => {
  const refund =
    news.refundId &&
    (await tx.refund.findUnique({ where: { id: news.refundId }, select: { idempotencyKey: true } }));
  const refundKey = refund ? refund.idempotencyKey : null;
  await addJob(tx, 'tellOrders', { paymentId: id, orderId, ...news, version: version + 1, refundKey });
};

const mark = async (tx: Tx, { call, event }: Marks): Promise<void> => {
  if (call) {
    const { id, state, code = null, message = null } = call;
    await tx.providerCall.update({ where: { id }, data: { state, code, message, leasedUntil: null } });
  }
  if (event)
    await tx.webhookEvent.update({
      where: { id: event },
      data: { state: 'APPLIED', reason: null, appliedAt: new Date() },
    });
};
