import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { DatabaseError, Pool } from 'pg';
import { withChars } from './catalogue.ts';

/** One connection to a database, which the engine and we share, so that its work is part of our transaction. */
export type Session = Readonly<{
  query: (sql: string) => Promise<readonly Record<string, unknown>[]>;
  adapter: SqlMigrationAwareDriverAdapterFactory;
  /** What PostgreSQL said of the script that failed; the engine does not hand it on. */
  fault(): DatabaseError | undefined;
  close(): Promise<void>;
}>;

const CONNECT_MS = 10_000;

export const openSession = (connectionString: string): Session => {
  const pool = new Pool({
    connectionString,
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: CONNECT_MS,
  });
  pool.on('error', () => undefined);
  let fault: DatabaseError | undefined;
  const query = async (sql: string) => (await pool.query<Record<string, unknown>>(sql)).rows;

  /** The driver's own cuts a script at each semicolon, those within functions and texts too; PostgreSQL knows where they end. */
  const executeScript = async (script: string): Promise<void> => {
    await pool.query(script).catch((error: unknown) => {
      if (error instanceof DatabaseError) fault ??= error;
      throw error;
    });
  };
  const known = withChars(pool);
  const factory = new PrismaPg(known.pool);
  const connect = async (): Promise<SqlDriverAdapter> => {
    const base = await factory.connect();
    return Object.assign(base, { executeScript, queryRaw: known.queryRaw(base.queryRaw.bind(base)) });
  };
  const adapter: SqlMigrationAwareDriverAdapterFactory = {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect,
    connectToShadowDb: () => factory.connectToShadowDb(),
  };
  return { query, adapter, fault: () => fault, close: () => pool.end() };
};
