import type { Prisma, PrismaClient } from '../../../generated/payments/db/client.ts';
import { transactions } from '../../../kernel/database.ts';
import { once, reused } from '../../../kernel/idempotency.ts';
import { newId, readId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { cutPage } from '../../../kernel/page.ts';
import { paymentOf, refundOf, WITH_RELATIONS } from '../payment/store.rows.ts';
import { postToLedger } from '../payment/store.save.ts';
import type { WriteRequest } from '../providerRequests/store.prisma.ts';
import type { OpenedRefund, RefundRequest, Refunds } from './ports.ts';

type Tx = Prisma.TransactionClient;

export const prismaRefunds = (db: PrismaClient, write: WriteRequest): Refunds => ({
  open: (requested) =>
    transactions(db)((tx: Tx) => once(tx, requested.claim, () => open(tx, write, requested))),
  page: async (statuses, { first, after }) => {
    const where: Prisma.RefundWhereInput = statuses ? { status: { in: [...statuses] } } : {};
    const [rows, totalCount] = await Promise.all([
      db.refund.findMany({
        where: { AND: [where, after ? { id: { lt: after } } : {}] },
        orderBy: { id: 'desc' },
        take: first + 1,
      }),
      db.refund.count({ where }),
    ]);
    return cutPage(rows.map(refundOf), first, totalCount);
  },
});

/** The key counts for good, also once it is forgotten among the others: a refund is not made again. */
const open = async (
  tx: Tx,
  write: WriteRequest,
  requested: RefundRequest,
): Promise<Outcome<OpenedRefund>> => {
  const { paymentId, amount, claim } = requested;
  const known = await tx.refund.findUnique({
    where: { paymentId_idempotencyKey: { paymentId, idempotencyKey: claim.key } },
    include: { calls: true },
  });
  if (!known) return reserve(tx, write, requested);
  const [call] = known.calls;
  if (!call || Number(known.amount) !== amount.amount) return reused();
  return done({ refundId: readId('ref', known.id), requestId: readId('key', call.id) });
};

/** One conditional statement decides who gets the money back: together never more than was captured. */
const reserve = async (tx: Tx, write: WriteRequest, { paymentId, amount, reason, claim }: RefundRequest) => {
  const reserved = await tx.$executeRaw`update payments
    set refunding = refunding + ${amount.amount}, version = version + 1, updated_at = now()
    where id = ${paymentId} and refunding + ${amount.amount} <= captured and status in ('CAPTURED', 'PARTIALLY_REFUNDED')`;
  if (reserved === 0)
    return refuse('REFUND_EXCEEDS', 'The amount exceeds what was captured and is not refunded yet.', [
      'amount',
    ]);
  const refundId = newId('ref');
  await tx.refund.create({ data: { id: refundId, paymentId, ...amount, reason, idempotencyKey: claim.key } });
  const after = paymentOf(
    await tx.payment.findUniqueOrThrow({ where: { id: paymentId }, include: WITH_RELATIONS }),
  );
  await postToLedger(
    tx,
    { ...after, totals: { ...after.totals, refunding: after.totals.refunding - amount.amount } },
    after,
  );
  return done({ refundId, requestId: await write(tx, paymentId, { kind: 'REFUND' }, refundId) });
};
