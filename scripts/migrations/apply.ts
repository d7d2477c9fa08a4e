import { Problem } from '../processes/problem.ts';
import { type Engine, openEngine } from './engine.ts';
import { asList, type Migration, readMigrations, readSchema } from './folder.ts';
import { openSession, type Session } from './session.ts';

export type Applied = Readonly<{ applied: readonly string[]; edited: readonly string[] }>;
type History = ReadonlyMap<string, string>;

/** The number that Prisma's own commands lock too, so that no two of them migrate one database at once. */
const LOCK_KEY = 72_707_369;
/** Waits long for another that migrates, but never long for a table: who waits for one holds up all who come after. */
const WAIT_FOR_OTHERS = "SET lock_timeout = '10min'";
const WAIT_FOR_TABLES = "SET lock_timeout = '10s'";

const readHistory = async ({ query }: Session): Promise<History> => {
  const [table] = await query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS here`);
  if (table?.here !== true) return new Map();
  const rows = await query(
    'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return new Map(rows.map((row) => [String(row.migration_name), String(row.checksum)]));
};

/** A migration and its line of history are one transaction: a process that is killed has done both or neither. */
const applyOne = async (
  engine: Engine,
  session: Session,
  folder: string,
  upTo: readonly Migration[],
): Promise<void> => {
  await session.query('BEGIN');
  try {
    await engine.applyMigrations({
      migrationsList: asList(folder, upTo),
      filters: { externalTables: [], externalEnums: [] },
    });
    await session.query('COMMIT');
  } catch (error) {
    await session.query('ROLLBACK').catch(() => undefined);
    throw session.fault() ?? error;
  }
};

const lineOf = (sql: string, position: string | undefined): string =>
  position ? `, line ${sql.slice(0, Number(position)).split('\n').length}` : '';

const explain = (name: string, { name: migration, sql }: Migration, error: unknown): Problem => {
  const { message, position, hint } = error as Error & { position?: string; hint?: string };
  const said = message.replace(/^error: /, '').split('\n')[0];
  return new Problem(
    `The migration ${migration} of ${name} failed and nothing of it was applied: ${said}${lineOf(sql, position)}${hint ? ` (${hint})` : ''}.`,
  );
};

const applyAll = async (
  name: string,
  folder: string,
  session: Session,
  migrations: readonly Migration[],
  history: History,
): Promise<string[]> => {
  const first = migrations.findIndex((migration) => !history.has(migration.name));
  if (first < 0) return [];
  const engine = await openEngine(readSchema(folder), session.adapter);
  const pending = migrations.slice(first);
  for (const [at, migration] of pending.entries()) {
    await applyOne(engine, session, folder, migrations.slice(0, first + at + 1)).catch((error: unknown) => {
      throw explain(name, migration, error);
    });
  }
  engine.free();
  return pending.filter((migration) => !history.has(migration.name)).map((migration) => migration.name);
};

/** Brings one database up to date, alone: who comes second waits, and finds nothing left to do. */
export const apply = async (name: string, folder: string, url: string): Promise<Applied> => {
  const migrations = readMigrations(folder);
  const session = openSession(url);
  try {
    await session.query(WAIT_FOR_OTHERS);
    await session.query(`SELECT pg_advisory_lock(${LOCK_KEY})`);
    await session.query(WAIT_FOR_TABLES);
    const history = await readHistory(session);
    const edited = migrations.filter(
      (migration) => (history.get(migration.name) ?? migration.checksum) !== migration.checksum,
    );
    return {
      applied: await applyAll(name, folder, session, migrations, history),
      edited: edited.map((migration) => migration.name),
    };
  } finally {
    await session.close();
  }
};
