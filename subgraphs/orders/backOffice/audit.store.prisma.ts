import type { PrismaClient } from '../../../generated/orders/db/client.ts';
import { type OrderId, readId } from '../../../kernel/ids.ts';
import { formatted, money, zero } from '../../../kernel/money.ts';
import type { OrderStatus, Step } from '../order/statuses.ts';
import { type AuditedOrder, aboutOrder, type Finding } from './discrepancy.ts';
import type { BackOfficePorts } from './ports.ts';
import { auditShop, requeueLostJobs, salesDay } from './shopTotals.store.prisma.ts';

export const prismaAudit = (db: PrismaClient): BackOfficePorts['orderAudit'] => ({
  orders: async (after, first) => {
    const rows = await db.order.findMany({
      ...(after ? { where: { id: { gt: after } } } : {}),
      orderBy: { id: 'asc' },
      take: first,
      select: { id: true },
    });
    const ids = rows.map(({ id }) => id);
    const faults = (
      await Promise.all([sums(db, ids), counts(db, ids), stuck(db, ids), owed(db, ids)])
    ).flat();
    return {
      checked: ids.length,
      faults: faults.map(toFault),
      next: ids.length === first ? (ids.at(-1) ?? null) : null,
    };
  },
  shop: () => auditShop(db),
  sales: (after) => salesDay(db, after),
  find: (ids) => auditedOrders(db, { id: { in: [...ids] } }),
  withPayments: (after, upTo) =>
    auditedOrders(db, {
      paymentId: { not: null, ...(after ? { gt: after } : {}), ...(upTo ? { lte: upTo } : {}) },
    }),
  requeueLostJobs: () => requeueLostJobs(db),
});

type Where = NonNullable<NonNullable<Parameters<PrismaClient['order']['findMany']>[0]>['where']>;

const auditedOrders = async (db: PrismaClient, where: Where): Promise<AuditedOrder[]> => {
  const refunds = { where: { status: 'PENDING' }, select: { amount: true } };
  const select = {
    id: true,
    status: true,
    step: true,
    total: true,
    refunded: true,
    currency: true,
    paymentId: true,
    refunds,
  } as const;
  const rows = await db.order.findMany({ where, select });
  return rows.map(({ id, status, step, total, refunded, currency, paymentId, refunds: pending }) => ({
    id: readId('ord', id),
    status: status as OrderStatus,
    step: step as Step,
    total: money(Number(total), currency),
    refunded: money(Number(refunded), currency),
    refunding: pending.reduce(
      (all, { amount }) => money(all.amount + Number(amount), currency),
      zero(currency),
    ),
    paymentId: paymentId === null ? null : readId('pay', paymentId),
  }));
};

type Found = { kind: string; id: string; detail: string };
const toFault = ({ kind, id, detail }: Found): Finding => aboutOrder(kind, id as OrderId, detail);

/** The order's amounts add up, and so do its refunds. */
const sums = (db: PrismaClient, ids: readonly string[]) => db.$queryRaw<Found[]>`
  select 'ORDER_TOTAL' as kind, o.id, format('total %s, but its lines come to %s and its shipping to %s', o.total, l.total, o.shipping) as detail
  from orders o cross join lateral (
    select coalesce(sum(total), 0) as total, coalesce(sum(subtotal), 0) as subtotal, coalesce(sum(discount), 0) as discount, coalesce(sum(tax), 0) as tax
    from order_lines where order_id = o.id
  ) l
  where o.id = any(${[...ids]}) and not (o.total = l.total + o.shipping and o.subtotal = l.subtotal and o.discount = l.discount and o.tax = l.tax
    and o.total = o.subtotal - o.discount + o.shipping + case when o.tax_included then 0 else o.tax end)
  union all
  select 'ORDER_REFUNDS', o.id, format('refunded %s of %s, but its refunds come to %s, and %s are on their way', o.refunded, o.total, r.made, r.pending)
  from orders o cross join lateral (
    select coalesce(sum(amount) filter (where status = 'SUCCEEDED'), 0) as made, coalesce(sum(amount) filter (where status = 'PENDING'), 0) as pending
    from refunds where order_id = o.id
  ) r
  where o.id = any(${[...ids]}) and (o.refunded <> least(r.made, o.total) or r.made > o.total or o.refunded + r.pending > o.total)`;

/** The lines' counters equal their parcels and refunds, and a placed order is paid. */
const counts = (db: PrismaClient, ids: readonly string[]) => db.$queryRaw<Found[]>`
  select 'LINE_COUNTS' as kind, l.order_id as id, format('line %s: %s sent and %s refunded, but %s and %s by its parcels and refunds',
    l.id, l.fulfilled_quantity, l.refunded_quantity, f.sent, r.refunded) as detail
  from order_lines l
  cross join lateral (select coalesce(sum(quantity), 0) as sent from fulfillment_lines where order_line_id = l.id) f
  cross join lateral (
    select coalesce(sum(rl.quantity), 0) as refunded from refund_lines rl join refunds r on r.id = rl.refund_id
    where rl.order_line_id = l.id and r.status <> 'FAILED'
  ) r
  where l.order_id = any(${[...ids]}) and (f.sent <> l.fulfilled_quantity or r.refunded <> l.refunded_quantity)
  union all
  select 'ORDER_UNPAID', id, format('%s and %s', status, payment_status) from orders
  where id = any(${[...ids]}) and total > 0 and status in ('PLACED', 'COMPLETED')
    and (payment_id is null or payment_status not in ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED'))`;

/** Orders, refunds and invoices that are overdue. */
const stuck = (db: PrismaClient, ids: readonly string[]) => db.$queryRaw<Found[]>`
  select 'ORDER_STUCK' as kind, o.id, format('%s since %s', o.step, e.at) as detail
  from orders o cross join lateral (select coalesce(max(at), o.created_at) as at from order_events where order_id = o.id) e
  where o.id = any(${[...ids]}) and ((o.step in ('CREATED', 'OPENED') and o.expires_at < now() - interval '2 minutes')
    or (o.step in ('SETTLING', 'RELEASING', 'RETURNING') and e.at < now() - interval '5 minutes'))
  union all
  select 'REFUND_STUCK', order_id, format('refund %s of %s since %s', id, amount, created_at)
  from refunds where order_id = any(${[...ids]}) and status = 'PENDING' and created_at < now() - interval '15 minutes'
  union all
  select 'INVOICE_MISSING', o.id, format('placed at %s', o.placed_at) from orders o left join invoices i on i.order_id = o.id
  where o.id = any(${[...ids]}) and o.placed_at < now() - interval '5 minutes' and i.file_key is null`;

/** Failed refunds, until the same amount has been refunded again. */
const owed = async (db: PrismaClient, ids: readonly string[]): Promise<Found[]> => {
  const rows = await db.$queryRaw<{ id: string; currency: string; amount: number }[]>`
    with failed as (
      select order_id, sum(amount) as amount, min(created_at) as since from refunds where order_id = any(${[...ids]}) and status = 'FAILED' group by order_id
    )
    select o.id, o.currency, (f.amount - r.again)::float as amount from failed f join orders o on o.id = f.order_id cross join lateral (
      select coalesce(sum(amount), 0) as again from refunds where order_id = f.order_id and status <> 'FAILED' and created_at >= f.since
    ) r
    where f.amount > r.again`;
  return rows.map(({ id, currency, amount }) => ({
    kind: 'REFUND_FAILED',
    id,
    detail: `${formatted(money(amount, currency))} did not go back.`,
  }));
};
