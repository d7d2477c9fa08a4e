import { Prisma } from '../../generated/orders/db/client.ts';
import { jobStatement } from '../../kernel/jobs.ts';
import type { NewJob } from './change.ts';

type Table = 'orders' | 'order_lines' | 'order_events';
type Row = Readonly<Record<string, unknown>>;

/**
 * Inserts rows that all have the fields of the first; what they leave out has the database's defaults. It is a part of a statement,
 * as what is done in one round trip is a transaction by itself, and costs a fifth of one of five.
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

/** What adds a job, to be followed by a `from` that says whether. */
export const insertJob = ({ task, payload, ...options }: NewJob): Prisma.Sql =>
  jobStatement(Prisma.sql, task, payload, options);
