import { ColumnTypeEnum, type SqlQuery, type SqlResultSet } from '@prisma/driver-adapter-utils';
import type { Pool, QueryConfig, QueryResult } from 'pg';

const CHAR = 18;
const TEXT = 25;

/**
 * Teaches the driver adapter the type "char" of PostgreSQL's own catalogue, which the engine reads and the adapter refuses: it passes
 * as a text, and is marked as a character in the answer. One pool of one connection asks one question at a time.
 */
export const withChars = (pool: Pool) => {
  let chars: readonly number[] = [];
  const ask = pool.query.bind(pool);
  const query = async (config: QueryConfig, values?: unknown[]): Promise<QueryResult> => {
    const result = await ask(config, values);
    const fields = result.fields ?? [];
    chars = fields.flatMap(({ dataTypeID }, at) => (dataTypeID === CHAR ? [at] : []));
    for (const at of chars) Object.assign(fields[at] ?? {}, { dataTypeID: TEXT });
    return result;
  };
  const queryRaw = (base: (sql: SqlQuery) => Promise<SqlResultSet>) => async (sql: SqlQuery) => {
    const result = await base(sql);
    return {
      ...result,
      columnTypes: result.columnTypes.map((type, at) =>
        chars.includes(at) ? ColumnTypeEnum.Character : type,
      ),
    };
  };
  return { pool: Object.assign(pool, { query }), queryRaw };
};
