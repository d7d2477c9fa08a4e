import type { LedgerEntry, Prisma, PrismaClient } from '../../../generated/payments/db/client.ts';
import { type PaymentId, readId } from '../../../kernel/ids.ts';
import { money } from '../../../kernel/money.ts';
import { cutPage } from '../../../kernel/page.ts';
import type { Status } from '../payment/payment.ts';
import type { Account, Kind } from './ledger.ts';
import type { AuditStore, BookedEntry, Discrepancy, Ledger } from './ports.ts';

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

export const prismaAudits = (db: PrismaClient): AuditStore => ({
  page: async (after, first) => {
    const rows = await db.payment.findMany({
      ...(after ? { where: { id: { gt: after } } } : {}),
      orderBy: { id: 'asc' },
      take: first,
    });
    const ids = rows.map(({ id }) => id);
    const faults = await Promise.all([
      totals(db, ids),
      ledger(db, ids),
      differences(db, ids),
      unread(db, ids),
      ...(after ? [] : [waiting(db)]),
    ]);
    const payments = rows.map(({ id, orderId, status, captured, refunded, currency }) => ({
      id: readId('pay', id),
      orderId: readId('ord', orderId),
      status: status as Status,
      captured: money(Number(captured), currency),
      refunded: money(Number(refunded), currency),
    }));
    const last: PaymentId | undefined = payments.at(-1)?.id;
    return {
      checked: rows.length,
      faults: faults.flat(),
      next: rows.length === first && last ? last : null,
      payments,
    };
  },
});

/** Refunded, captured, authorised and the amount in their order, and the refunds add up. */
const totals = (db: PrismaClient, ids: readonly string[]): Promise<Discrepancy[]> => db.$queryRaw<
  Discrepancy[]
>`
  select 'PAYMENT_TOTALS' as kind, p.id as subject,
    format('amount %s, authorized %s, captured %s, refunding %s, refunded %s; its refunds: %s made, %s in all',
      p.amount, p.authorized, p.captured, p.refunding, p.refunded, r.made, r.whole) as detail
  from payments p cross join lateral (
    select coalesce(sum(amount) filter (where status = 'SUCCEEDED'), 0) as made, coalesce(sum(amount) filter (where status <> 'FAILED'), 0) as whole
    from refunds where payment_id = p.id
  ) r
  where p.id = any(${[...ids]}) and not (
    0 <= p.refunded and p.refunded <= p.refunding and p.refunding <= p.captured and p.captured <= p.authorized and p.authorized <= p.amount
    and r.made = p.refunded and r.whole = p.refunding)`;

/** Each transaction of the books sums to zero, and the cash of a payment is what its totals say. */
const ledger = (db: PrismaClient, ids: readonly string[]): Promise<Discrepancy[]> => db.$queryRaw<
  Discrepancy[]
>`
  select 'LEDGER_UNBALANCED' as kind, transaction_id as subject, format('debits %s, credits %s', sum(debit), sum(credit)) as detail
  from ledger_entries where payment_id = any(${[...ids]}) group by transaction_id having sum(debit) <> sum(credit)
  union all
  select 'LEDGER_CASH', p.id, format('cash %s in the ledger, %s by its totals', l.cash, p.captured - p.refunded - p.fees - p.disputed)
  from payments p cross join lateral (
    select coalesce(sum(debit - credit), 0) as cash from ledger_entries where payment_id = p.id and account = 'cash' and currency = p.currency
  ) l
  where p.id = any(${[...ids]}) and l.cash <> p.captured - p.refunded - p.fees - p.disputed`;

/** What the comparison with the provider's account found. */
const differences = (db: PrismaClient, ids: readonly string[]): Promise<Discrepancy[]> => db.$queryRaw<
  Discrepancy[]
>`
  select 'LEDGER_DIFFERS' as kind, payment_id as subject, format('cash %s in the ledger, %s by the provider''s account', ours, theirs) as detail
  from ledger_differences where payment_id = any(${[...ids]})`;

/** Amounts that the provider booked and the ledger lacks, since they could not be read. */
const unread = (db: PrismaClient, ids: readonly string[]): Promise<Discrepancy[]> => db.$queryRaw<
  Discrepancy[]
>`
  select 'AMOUNT_UNREAD' as kind, id as subject, array_to_string(unread_amounts, '; ') as detail
  from payments where id = any(${[...ids]}) and cardinality(unread_amounts) > 0`;

/** Questions that the provider never answered, events that nobody applied, and work that was given up; what the timetable asks for again by itself is not lost. */
const waiting = (db: PrismaClient): Promise<Discrepancy[]> => db.$queryRaw<Discrepancy[]>`
  select 'CALL_UNANSWERED' as kind, payment_id as subject, format('%s has waited since %s', kind, created_at) as detail
  from provider_calls where state in ('WRITTEN', 'UNKNOWN') and kind <> 'OPEN' and created_at < now() - interval '10 minutes'
  union all
  select 'EVENT_UNAPPLIED', id, format('%s has waited since %s', type, received_at)
  from webhook_events where state = 'RECEIVED' and received_at < now() - interval '10 minutes'
  union all
  select 'JOB_DEAD', 'payments ' || id, format('%s, tried %s times since %s', j.task_identifier, j.attempts, j.created_at)
  from graphile_worker.jobs j join graphile_worker._private_jobs p using (id)
  where j.attempts >= j.max_attempts and j.locked_at is null and p.payload -> '_cron' is null
    and not (p.key is null and p.payload -> '_key' is not null) limit 100`;
