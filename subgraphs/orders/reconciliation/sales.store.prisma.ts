import type { PrismaClient } from '../../../generated/orders/db/client.ts';
import type { Page } from './ports.ts';

/** How far back the roll-ups are counted again. */
const DAYS = 35;

type Found = { subject: string; detail: string };

/** The sales report counts what was sold: one day at a look, from the day after the given one to today. */
export const salesDay = async (db: PrismaClient, after: string | null): Promise<Page> => {
  const [at] = await db.$queryRaw<{ day: string; next: string | null }[]>`
    select day::text, case when day < today then day::text end as next from (
      select (now() at time zone time_zone)::date as today, coalesce(${after}::date + 1, (now() at time zone time_zone)::date - ${DAYS}::int) as day
      from sales_clock
    ) days`;
  if (!at) throw new Error('there is no clock for the sales report');
  const found = await db.$queryRaw<Found[]>`
    select concat_ws(' ', kind, day, currency, ref) as subject, format('counted %s, sold %s', coalesce(counted, 'nothing'), coalesce(sold, 'nothing')) as detail
    from sales_disagreements(${at.day}::date)`;
  return {
    checked: 0,
    faults: found.map((fault) => ({ ...fault, kind: 'SALES_DISAGREE', orderId: null, paymentId: null })),
    next: at.next,
  };
};
