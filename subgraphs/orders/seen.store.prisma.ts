import { Prisma, type PrismaClient } from '../../generated/orders/db/client.ts';
import type { OrderChange } from './change.ts';
import type { Order } from './order.ts';
import { insertJob, insertRows } from './statement.store.prisma.ts';
import { checkAfterStep, eventRow } from './write.store.prisma.ts';

/** What a change may set without the row being held: all of it moves along with one of the three statuses. */
const OPTIMISTIC_FIELDS: ReadonlySet<string> = new Set([
  'status',
  'paymentStatus',
  'step',
  'paymentId',
  'placedAt',
]);

const isOptimistic = ({ set, refunds = [], events, releaseRedemptions, releaseKey }: OrderChange): boolean =>
  Object.keys(set).every((field) => OPTIMISTIC_FIELDS.has(field)) &&
  refunds.length === 0 &&
  !releaseRedemptions &&
  !releaseKey &&
  events.length > 0 &&
  events.every(({ unlessRepeated }) => !unlessRepeated);

/**
 * Writes a change in one statement if the order still stands where it was seen; null where it does not, or where more than this
 * has to be written. The condition decides, so that nothing has to be read or held before.
 */
export const optimisticUpdate = async (
  db: PrismaClient,
  seen: Order,
  change: OrderChange,
): Promise<Order | null> => {
  if (!isOptimistic(change)) return null;
  const next = { ...seen, ...change.set };
  const isChanged = Prisma.sql`where exists (select from changed) on conflict do nothing`;
  const events = change.events.map((event) => eventRow(seen.id, event));
  const jobs = (change.jobs ?? []).map((job) => Prisma.sql`${insertJob(job)} from changed`);
  const counted =
    jobs.length > 0
      ? Prisma.sql`, (select count(*) from (${Prisma.join(jobs, ' union all ')}) jobs)`
      : Prisma.empty;
  const [result] = await db.$queryRaw<{ changed: number }[]>`
    with changed as (
      update orders set status = ${next.status}, payment_status = ${next.paymentStatus}, step = ${next.step}, payment_id = ${next.paymentId},
        placed_at = ${next.placedAt}::timestamptz, look_at = coalesce(${checkAfterStep(change.set.step)}::timestamptz, look_at)
      where id = ${seen.id} and status = ${seen.status} and payment_status = ${seen.paymentStatus} and step = ${seen.step}
      returning id),
    told as (${insertRows('order_events', events, isChanged)})
    select (select count(*) from changed)::int as changed ${counted}`;
  return result?.changed ? next : null;
};
