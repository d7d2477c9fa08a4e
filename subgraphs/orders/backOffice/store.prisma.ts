import { Prisma, type PrismaClient } from '../../../generated/orders/db/client.ts';
import type { SalesReportBy } from '../../../generated/orders/types.ts';
import { done } from '../../../kernel/outcome.ts';
import type { OrderChange } from '../order/change.ts';
import { staffChanges } from '../order/changes.store.prisma.ts';
import type { BackOfficePorts, SalesStore } from './ports.ts';
import { isThing, noSales, type Sales, type Span } from './salesReport.ts';

const RECOUNT_MS = 600_000;
/** A process that starts together with many others waits for its database. */
const START_MS = 30_000;
const MAX_ROWS = 1_000;

export const prismaSales = (db: PrismaClient): SalesStore => ({
  by: (by, span) => sumsOf(db, isThing(by) ? by : 'DAY', LABELS[by], span),
  total: async (span) => (await sumsOf(db, 'DAY', Prisma.sql`'TOTAL'`, span))[0] ?? noSales('TOTAL'),
  titles: async (ids) => {
    const rows = await db.$queryRaw<{ product_id: string; product_title: string }[]>`
      select distinct on (product_id) product_id, product_title from order_lines
      where product_id = any(${[...ids]}) order by product_id, id desc`;
    return new Map(rows.map(({ product_id, product_title }) => [product_id, product_title]));
  },
  keepZone: async (timeZone) => {
    await db.$transaction(
      async (tx) => {
        await tx.$executeRaw`select set_config('statement_timeout', ${String(RECOUNT_MS)}, true), set_config('lock_timeout', ${String(RECOUNT_MS)}, true)`;
        await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('sales'))`;
        const clock = await tx.salesClock.findFirst();
        if (clock?.timeZone === timeZone) return;
        await tx.$executeRaw`select sales_recount(${timeZone})`;
      },
      { maxWait: START_MS, timeout: RECOUNT_MS },
    );
  },
  fold: async () => void (await db.$executeRaw`select sales_fold()`),
});

/** The expression to group by: `day` is a day in the shop's time zone, `ref` a product id or a category slug. */
const LABELS: Readonly<Record<SalesReportBy, Prisma.Sql>> = {
  DAY: Prisma.sql`to_char(day, 'YYYY-MM-DD')`,
  WEEK: Prisma.sql`to_char(day, 'IYYY-"W"IW')`,
  MONTH: Prisma.sql`to_char(day, 'YYYY-MM')`,
  PRODUCT: Prisma.sql`ref`,
  CATEGORY: Prisma.sql`ref`,
};

type Bounds = Readonly<{ zone: string; first: string; last: string; first_at: Date; last_at: Date }>;

/** The whole days within a period, and the instants at which the first begins and the last ends. */
const boundsOf = async (db: PrismaClient, { from, to }: Span): Promise<Bounds> => {
  const [bounds] = await db.$queryRaw<Bounds[]>`
    with days as (
      select time_zone as zone, (${to}::timestamptz at time zone time_zone)::date as last,
        (${from}::timestamptz at time zone time_zone)::date
          + (((${from}::timestamptz at time zone time_zone)::date::timestamp at time zone time_zone) < ${from}::timestamptz)::int as first
      from sales_clock
    )
    select zone, first::text, last::text, first::timestamp at time zone zone as first_at, last::timestamp at time zone zone as last_at from days`;
  if (!bounds) throw new Error('sales_clock has no row');
  return bounds;
};

const later = (a: Date, b: Date): Date => (a > b ? a : b);
const earlier = (a: Date, b: Date): Date => (a < b ? a : b);

type Row = { [Name in keyof Omit<Sales, 'ref'>]: bigint } & { ref: string };

const SUMS = Prisma.raw(
  ['orders', 'units', 'gross', 'discounts', 'shipping', 'tax', 'total', 'refunds']
    .map((name) => `sum(${name})::bigint as ${name}`)
    .join(', '),
);

const sumsOf = async (
  db: PrismaClient,
  kind: 'DAY' | 'PRODUCT' | 'CATEGORY',
  label: Prisma.Sql,
  span: Span,
): Promise<Sales[]> => {
  const { zone, first, last, first_at, last_at } = await boundsOf(db, span);
  const facts = (from: Date, to: Date) => Prisma.sql`
    select (at at time zone ${zone})::date as day, ref, orders, units, gross, discounts, shipping, tax, total, refunds from sales_facts
    where kind = ${kind} and currency = ${span.currency} and at >= ${from}::timestamptz and at < ${to}::timestamptz`;
  const rows = await db.$queryRaw<Row[]>`
    select ${label} as ref, ${SUMS} from (
      select day, ref, orders, units, gross, discounts, shipping, tax, total, refunds from sales_slices
      where kind = ${kind} and currency = ${span.currency} and day >= ${first}::date and day < ${last}::date
      union all ${facts(span.from, earlier(first_at, span.to))}
      union all ${facts(later(first_at, last_at), span.to)}
    ) sold group by 1 order by sum(total) - sum(refunds) desc ${kind === 'DAY' ? Prisma.empty : Prisma.sql`limit ${MAX_ROWS}`}`;
  return rows.map(({ ref, ...sums }) => ({ ref, ...numbers(sums) }));
};

const numbers = (sums: Omit<Row, 'ref'>): Omit<Sales, 'ref'> =>
  Object.fromEntries(Object.entries(sums).map(([name, value]) => [name, Number(value)])) as Omit<
    Sales,
    'ref'
  >;

export const prismaNotes = (db: PrismaClient): BackOfficePorts['notes'] => {
  const desk = staffChanges(db);
  return {
    add: (note, authorId) => {
      const change: OrderChange = {
        set: {},
        events: [{ kind: 'NOTE_ADDED', actor: 'STAFF', actorId: authorId }],
      };
      return desk(
        note.orderId,
        null,
        () => done({ change }),
        (tx) => tx.orderNote.create({ data: { ...note, authorId } }),
      );
    },
  };
};
