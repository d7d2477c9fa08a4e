import type { LedgerEntry, Prisma, PrismaClient } from '../../../generated/payments/db/client.ts';
import { readId } from '../../../kernel/ids.ts';
import { cutPage } from '../../../kernel/page.ts';
import type { Account, Kind } from './ledger.ts';
import type { BookedEntry, Ledger } from './ports.ts';

/** The ledger, newest first. */
export const prismaLedger = (db: PrismaClient): Ledger => ({
  cash: async (paymentId) => {
    const { currency } = await db.payment.findUniqueOrThrow({
      where: { id: paymentId },
      select: { currency: true },
    });
    const where = { paymentId, account: 'cash', currency };
    const { _sum } = await db.ledgerEntry.aggregate({ where, _sum: { debit: true, credit: true } });
    return Number(_sum.debit ?? 0) - Number(_sum.credit ?? 0);
  },
  saveComparison: async (paymentId, difference) => {
    if (!difference) return void (await db.ledgerDifference.deleteMany({ where: { paymentId } }));
    const { ours, theirs } = difference;
    const found = { ours: BigInt(ours), theirs: BigInt(theirs) };
    await db.ledgerDifference.upsert({
      where: { paymentId },
      update: found,
      create: { paymentId, ...found },
    });
  },
  differing: async () =>
    (await db.ledgerDifference.findMany({ select: { paymentId: true } })).map(({ paymentId }) =>
      readId('pay', paymentId),
    ),
  page: async (paymentId, { first, after }) => {
    const where: Prisma.LedgerEntryWhereInput = paymentId ? { paymentId } : {};
    const [rows, totalCount] = await Promise.all([
      db.ledgerEntry.findMany({
        where: { AND: [where, after ? { id: { lt: after } } : {}] },
        orderBy: { id: 'desc' },
        take: first + 1,
      }),
      db.ledgerEntry.count({ where }),
    ]);
    return cutPage(rows.map(entryOf), first, totalCount);
  },
});

const entryOf = (row: LedgerEntry): BookedEntry => ({
  id: readId('ledger', row.id),
  transactionId: readId('txn', row.transactionId),
  paymentId: readId('pay', row.paymentId),
  kind: row.kind as Kind,
  account: row.account as Account,
  debit: Number(row.debit),
  credit: Number(row.credit),
  currency: row.currency,
  at: row.at,
});
