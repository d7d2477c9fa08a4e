import type { PrismaClient } from '../../../generated/orders/db/client.ts';
import { isId, readId } from '../../../kernel/ids.ts';
import { addJob } from '../../../kernel/jobs.ts';
import { invoiceJob } from '../documents/jobs.ts';
import { OPEN_REFUNDS } from '../fulfillment/refund.ts';
import type { AuditPage, Finding } from './discrepancy.ts';

type Found = { kind: string; subject: string; detail: string };

/** Checks what belongs to no single order. */
export const auditShop = async (db: PrismaClient): Promise<Finding[]> =>
  (await Promise.all([promotions(db), numbers(db), jobs(db)])).flat().map((found) => ({
    ...found,
    orderId: isId('ord', found.subject) ? found.subject : null,
    paymentId: null,
  }));

/** Each promotion's counter equals its redemptions, and no limit is exceeded. */
const promotions = (db: PrismaClient) => db.$queryRaw<Found[]>`
  select 'PROMOTION_COUNT' as kind, p.id as subject, format('%s used of %s, but %s orders have it', p.redeemed, coalesce(p."limit"::text, 'any'), r.used) as detail
  from promotions p
  cross join lateral (select count(*) as used from redemptions where promotion_id = p.id and given_back_at is null) r
  where p.redeemed <> r.used or r.used > p."limit"
  union all
  select 'PROMOTION_CUSTOMER', p.id || ' ' || r.owner_id, format('%s used of %s', count(*), p.limit_per_customer)
  from promotions p join redemptions r on r.promotion_id = p.id and r.given_back_at is null and r.owner_id is not null
  where p.limit_per_customer is not null group by p.id, r.owner_id, p.limit_per_customer having count(*) > p.limit_per_customer
  union all
  select 'PROMOTION_OF_CANCELLED', o.id, format('promotion %s', r.promotion_id)
  from redemptions r join orders o on o.id = r.order_id where r.given_back_at is null and o.status = 'CANCELLED'`;

/** One order per cart, unless the cart was released for another order, and no gaps in invoice numbers. */
const numbers = (db: PrismaClient) => db.$queryRaw<Found[]>`
  select 'CART_TWICE' as kind, cart_id as subject, format('%s orders', count(*)) as detail from orders where status <> 'CANCELLED' and not cart_released group by cart_id having count(*) > 1
  union all
  select 'INVOICE_GAP', s.series, format('%s given, %s kept', s.last, count(i.number))
  from invoice_series s left join invoices i on i.series = s.series group by s.series, s.last having count(i.number) <> s.last or max(i.number) > s.last`;

/** Jobs that have used all their attempts. Scheduled jobs are left out, since the schedule repeats them. */
const jobs = (db: PrismaClient) => db.$queryRaw<Found[]>`
  select 'JOB_DEAD' as kind, id::text as subject, format('%s, tried %s times since %s', j.task_identifier, j.attempts, j.created_at) as detail
  from graphile_worker.jobs j join graphile_worker._private_jobs p using (id)
  where j.attempts >= j.max_attempts and j.locked_at is null and p.payload -> '_cron' is null
    and not (p.key is null and p.payload -> '_key' is not null)`;

/** How many days of roll-ups are counted again. */
const DAYS = 35;

/** Compares the roll-ups with the orders, one day per page, from the day after the given one to today. */
export const salesDay = async (db: PrismaClient, after: string | null): Promise<AuditPage> => {
  const [at] = await db.$queryRaw<{ day: string; next: string | null }[]>`
    select day::text, case when day < today then day::text end as next from (
      select (now() at time zone time_zone)::date as today, coalesce(${after}::date + 1, (now() at time zone time_zone)::date - ${DAYS}::int) as day
      from sales_clock
    ) days`;
  if (!at) throw new Error('sales_clock has no row');
  const found = await db.$queryRaw<Omit<Found, 'kind'>[]>`
    select concat_ws(' ', kind, day, currency, ref) as subject, format('counted %s, sold %s', coalesce(counted, 'nothing'), coalesce(sold, 'nothing')) as detail
    from sales_disagreements(${at.day}::date)`;
  return {
    checked: 0,
    faults: found.map((fault) => ({ ...fault, kind: 'SALES_DISAGREE', orderId: null, paymentId: null })),
    next: at.next,
  };
};

/** Enqueues the jobs of refunds and invoices whose job was lost. The key keeps it to one job, however often this runs. */
export const requeueLostJobs = async (db: PrismaClient): Promise<void> => {
  const refunds = await db.$queryRaw<{ id: string }[]>`
    select distinct order_id as id from refunds
    where status = 'PENDING' and payment_refund_id is null and created_at < now() - interval '2 minutes' limit 100`;
  for (const { id } of refunds) await addJob(db, OPEN_REFUNDS, { orderId: id }, { key: `openRefunds:${id}` });
  const invoices = await db.$queryRaw<{ id: string }[]>`
    select o.id from orders o left join invoices i on i.order_id = o.id
    where o.placed_at < now() - interval '2 minutes' and i.file_key is null limit 100`;
  for (const { id } of invoices) {
    const { task, payload, key } = invoiceJob(readId('ord', id));
    await addJob(db, task, payload, key ? { key } : {});
  }
  await db.$executeRaw`select graphile_worker.complete_jobs(array(
    select id from graphile_worker.jobs where max_attempts = 1 and attempts >= 1 and locked_at is null and run_at < now() - interval '1 hour'))`;
};
