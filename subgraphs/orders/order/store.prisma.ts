import { Prisma, type PrismaClient } from '../../../generated/orders/db/client.ts';
import { isDuplicate, retried, transactions } from '../../../kernel/database.ts';
import type { OrderId } from '../../../kernel/ids.ts';
import { jobStatement } from '../../../kernel/jobs.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { PromotionLost, redeem } from '../pricing/promotions.store.prisma.ts';
import { type NewJob, type OrderChange, watchdogJob } from './change.ts';
import { checkAfter, checkAfterStep, eventRow, type Tx, writeChange } from './changes.store.prisma.ts';
import { newOrder, type Order, type OrderTerms } from './order.ts';
import type { Claim, Created, OrderPorts } from './ports.ts';
import { orderReads } from './reads.store.prisma.ts';
import { fromLine, fromTerms, toOrder, WITH_LINES } from './rows.store.prisma.ts';

export const prismaOrders = (db: PrismaClient): OrderPorts['orders'] => {
  const transact = transactions<Tx>(db);
  return { ...writing(db, transact), ...orderReads(db) };
};

type Sql = Pick<Tx, '$queryRaw' | '$executeRaw'>;
type Transact = ReturnType<typeof transactions<Tx>>;

const writing = (db: PrismaClient, transact: Transact): Pick<OrderPorts['orders'], 'create' | 'change'> => ({
  create: async (terms, claim) => {
    try {
      const isMore = terms.promotions.length > 0;
      const write = (tx: Sql) => insert(tx, terms, claim);
      return { kind: 'created', order: await (isMore ? transact(write) : retried(() => write(db))) };
    } catch (error) {
      return createFailure(error);
    }
  },
  change: async (id, decide, observed) =>
    (observed ? await changeOptimistically(db, observed, decide(observed)) : null) ??
    change(transact, id, decide),
});

const changeOptimistically = async (
  db: PrismaClient,
  observed: Order,
  decided: Outcome<OrderChange | null>,
): Promise<Outcome<Order> | null> => {
  const change = decided.ok ? decided.value : null;
  const changed = change && (await retried(() => optimisticUpdate(db, observed, change)));
  return changed && done(changed);
};

const change = (
  transact: Transact,
  id: OrderId,
  decide: Parameters<OrderPorts['orders']['change']>[1],
): Promise<Outcome<Order>> =>
  transact(async (tx): Promise<Outcome<Order>> => {
    const order = await locked(tx, id);
    if (!order) return refuse('NOT_FOUND', 'Order not found.', ['orderId']);
    const decided = decide(order);
    if (!decided.ok) return decided;
    if (decided.value === null) return done(order);
    await writeChange(tx, id, decided.value);
    return done({
      ...order,
      ...decided.value.set,
      refunds: merge(order.refunds, decided.value.refunds ?? []),
    });
  });

/** Inserts the order in a single statement. Promotions are redeemed last, so that their rows are locked for the shortest time. */
const insert = async (tx: Sql, terms: OrderTerms, { caller, key, inputHash }: Claim): Promise<Order> => {
  const { id, ownerId, createdAt, lines, promotions } = terms;
  const watch = watchdogJob(id, createdAt);
  const row = {
    ...fromTerms(terms),
    caller,
    idempotencyKey: key,
    inputHash,
    lookAt: checkAfter(watch.runAt),
  };
  const rows = lines.map((line, position) => ({ ...fromLine(line, position), orderId: id }));
  await tx.$queryRaw`
    with kept as (${insertRows('orders', [row])} returning id),
    lines as (${insertRows('order_lines', rows)}),
    events as (${insertRows('order_events', [eventRow(id, { kind: 'CREATED', actor: 'CUSTOMER', actorId: ownerId })])})
    select count(*) from (${insertJob(watch)} from kept) jobs`;
  await redeem(
    tx,
    id,
    ownerId,
    promotions.map(({ promotionId }) => promotionId),
  );
  return newOrder(terms);
};

const createFailure = (error: unknown): Created => {
  if (error instanceof PromotionLost) return { kind: 'promotionLost', promotionId: error.promotionId };
  if (isDuplicate(error)) return { kind: 'taken' };
  throw error;
};

const locked = async (tx: Tx, id: OrderId): Promise<Order | null> => {
  await tx.$queryRaw`select id from orders where id = ${id} for update`;
  const row = await tx.order.findUnique({ where: { id }, include: WITH_LINES });
  return row && toOrder(row);
};

const merge = (known: Order['refunds'], changed: Order['refunds']): Order['refunds'] => [
  ...known.map((refund) => changed.find(({ id }) => id === refund.id) ?? refund),
  ...changed.filter(({ id }) => known.every((refund) => refund.id !== id)),
];

/** The fields that an optimistic update may set. Each of them changes only together with one of the three statuses. */
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
 * Writes a change in one statement if the order's statuses are as observed. Null if they are not, or if the change contains more
 * than one statement can write. The statement's condition decides, so nothing is read or locked before.
 */
export const optimisticUpdate = async (
  db: PrismaClient,
  observed: Order,
  change: OrderChange,
): Promise<Order | null> => {
  if (!isOptimistic(change)) return null;
  const next = { ...observed, ...change.set };
  const isChanged = Prisma.sql`where exists (select from changed) on conflict do nothing`;
  const events = change.events.map((event) => eventRow(observed.id, event));
  const jobs = (change.jobs ?? []).map((job) => Prisma.sql`${insertJob(job)} from changed`);
  const counted =
    jobs.length > 0
      ? Prisma.sql`, (select count(*) from (${Prisma.join(jobs, ' union all ')}) jobs)`
      : Prisma.empty;
  const [result] = await db.$queryRaw<{ changed: number }[]>`
    with changed as (
      update orders set status = ${next.status}, payment_status = ${next.paymentStatus}, step = ${next.step}, payment_id = ${next.paymentId},
        placed_at = ${next.placedAt}::timestamptz, look_at = coalesce(${checkAfterStep(change.set.step)}::timestamptz, look_at)
      where id = ${observed.id} and status = ${observed.status} and payment_status = ${observed.paymentStatus} and step = ${observed.step}
      returning id),
    events as (${insertRows('order_events', events, isChanged)})
    select (select count(*) from changed)::int as changed ${counted}`;
  return result?.changed ? next : null;
};

type Table = 'orders' | 'order_lines' | 'order_events';
type Row = Readonly<Record<string, unknown>>;

/**
 * Inserts rows that have the same fields as the first; other columns get their defaults. It is a part of a statement: one round
 * trip is one transaction and costs a fifth of five.
 */
export const insertRows = (table: Table, rows: readonly Row[], where = Prisma.empty): Prisma.Sql => {
  const columns = Prisma.raw(
    Object.keys(rows[0] ?? {})
      .map(columnOf)
      .join(', '),
  );
  const named = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([field, value]) => [columnOf(field), value])),
  );
  const into = Prisma.raw(table);
  return Prisma.sql`insert into ${into} (${columns})
    select ${columns} from json_populate_recordset(null::${into}, ${JSON.stringify(named)}::json) ${where}`;
};

const columnOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Enqueues a job. Append a `from` that decides whether. */
export const insertJob = ({ task, payload, ...options }: NewJob): Prisma.Sql =>
  jobStatement(Prisma.sql, task, payload, options);
