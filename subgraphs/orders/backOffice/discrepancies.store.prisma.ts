import type { Prisma, PrismaClient, Discrepancy as Row } from '../../../generated/orders/db/client.ts';
import { transactions } from '../../../kernel/database.ts';
import { type Id, newId, readId } from '../../../kernel/ids.ts';
import { done, refuse } from '../../../kernel/outcome.ts';
import type { Tx } from '../order/changes.store.prisma.ts';
import type { Discrepancy, Finding } from './discrepancy.ts';
import type { BackOfficePorts, Scope } from './ports.ts';

/** Longer than any operation in progress takes to finish. */
const GRACE_MS = 60_000;
const MAX_LISTED = 500;

export const prismaDiscrepancies = (db: PrismaClient): BackOfficePorts['discrepancies'] => ({
  observe: (faults, scope, now) =>
    transactions<Tx>(db)(async (tx) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('discrepancies'))`;
      for (const fault of faults) await recordFinding(tx, fault, now);
      await close(tx, scope, now);
    }),
  list: async (resolved) => {
    const where: Prisma.DiscrepancyWhereInput = {
      confirmedAt: { not: null },
      resolvedAt: resolved ? { not: null } : null,
    };
    return (await db.discrepancy.findMany({ where, orderBy: { id: 'desc' }, take: MAX_LISTED })).map(
      toDiscrepancy,
    );
  },
  resolve: async (id, note, resolvedAt) => {
    await db.discrepancy.updateMany({ where: { id, resolvedAt: null }, data: { resolvedAt, note } });
    const row = await db.discrepancy.findFirst({ where: { id, confirmedAt: { not: null } } });
    return row ? done(toDiscrepancy(row)) : refuse('NOT_FOUND', 'Discrepancy not found.', ['id']);
  },
});

/** Updates a known finding or inserts a new one. A finding that was resolved with the same detail is not opened again. */
const recordFinding = async (
  tx: Tx,
  { kind, subject, orderId, paymentId, detail }: Finding,
  now: Date,
): Promise<void> => {
  const long = new Date(now.getTime() - GRACE_MS);
  await tx.$executeRaw`
    with known as (
      update discrepancies set seen_at = ${now}::timestamptz, detail = ${detail},
        confirmed_at = coalesce(confirmed_at, case when found_at <= ${long}::timestamptz then ${now}::timestamptz end)
      where kind = ${kind} and subject = ${subject} and resolved_at is null returning id
    )
    insert into discrepancies (id, kind, subject, order_id, payment_id, detail, found_at, seen_at)
    select ${newId('disc')}, ${kind}, ${subject}, ${orderId}, ${paymentId}, ${detail}, ${now}::timestamptz, ${now}::timestamptz
    where not exists (select from known)
      and not exists (select from discrepancies where kind = ${kind} and subject = ${subject} and detail = ${detail} and note is not null)`;
};

/** Closes the findings in the audited range that were not seen again, and deletes those that were never confirmed. */
const close = async (tx: Tx, { from }: Scope, now: Date): Promise<void> => {
  const gone = {
    resolvedAt: null,
    seenAt: { lt: now },
    ...(from
      ? {
          OR: [{ orderId: null }, { orderId: { gte: from } }],
          NOT: [{ kind: { startsWith: 'STOCK_' } }, { kind: { startsWith: 'HOLD_' } }],
        }
      : {}),
  } satisfies Prisma.DiscrepancyWhereInput;
  await tx.discrepancy.deleteMany({ where: { ...gone, confirmedAt: null } });
  await tx.discrepancy.updateMany({ where: gone, data: { resolvedAt: now } });
};

const toDiscrepancy = ({ id, orderId, paymentId, ...row }: Row): Discrepancy => ({
  ...row,
  id: id as Id<'disc'>,
  orderId: orderId === null ? null : readId('ord', orderId),
  paymentId: paymentId === null ? null : readId('pay', paymentId),
});
