import type { PrismaClient } from '../../../generated/orders/db/client.ts';
import { isId } from '../../../kernel/ids.ts';
import type { Finding } from './fault.ts';

type Found = { kind: string; subject: string; detail: string };

/** What is of no order alone. */
export const auditShop = async (db: PrismaClient): Promise<Finding[]> =>
  (await Promise.all([promotions(db), numbers(db), jobs(db)])).flat().map((found) => ({
    ...found,
    orderId: isId('ord', found.subject) ? found.subject : null,
    paymentId: null,
  }));

/** Promotions are used as often as they say, and no more often than they may. */
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

/** One order a cart, unless the cart was released for another one, and invoices without gaps. */
const numbers = (db: PrismaClient) => db.$queryRaw<Found[]>`
  select 'CART_TWICE' as kind, cart_id as subject, format('%s orders', count(*)) as detail from orders where status <> 'CANCELLED' and not cart_released group by cart_id having count(*) > 1
  union all
  select 'INVOICE_GAP', s.series, format('%s given, %s kept', s.last, count(i.number))
  from invoice_series s left join invoices i on i.series = s.series group by s.series, s.last having count(i.number) <> s.last or max(i.number) > s.last`;

/** Work that was tried as often as it may be; what the timetable asks for again by itself is not lost. */
const jobs = (db: PrismaClient) => db.$queryRaw<Found[]>`
  select 'JOB_DEAD' as kind, id::text as subject, format('%s, tried %s times since %s', j.task_identifier, j.attempts, j.created_at) as detail
  from graphile_worker.jobs j join graphile_worker._private_jobs p using (id)
  where j.attempts >= j.max_attempts and j.locked_at is null and p.payload -> '_cron' is null
    and not (p.key is null and p.payload -> '_key' is not null)`;
