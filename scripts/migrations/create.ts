import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDatastores } from '../datastores.ts';
import { Problem } from '../processes/problem.ts';
import { apply } from './apply.ts';
import { openEngine } from './engine.ts';
import { LOCK, migrationsIn, readMigrations, readSchema } from './folder.ts';
import { openSession } from './session.ts';

/** A private cluster of the moment: what is compared is what the migrations make, whatever has happened to other databases. */
const withShadow = async <T>(work: (url: string) => Promise<T>): Promise<T> => {
  const dir = mkdtempSync(join(tmpdir(), 'plexus-shadow-'));
  const env = { PATH: process.env.PATH };
  try {
    const { urls, stop } = await startDatastores({ dir, only: ['postgres'], env, throwaway: true });
    return await work(urls.USERS_DATABASE_URL).finally(stop);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

/** The SQL from what is in the database to what the schema says; null where they are the same. */
const difference = async (folder: string, url: string): Promise<string | null> => {
  const schema = readSchema(folder);
  const session = openSession(url);
  const engine = await openEngine(schema, session.adapter);
  const filters = { externalTables: [], externalEnums: [] };
  try {
    const from = { tag: 'schemaDatasource' as const, files: [{ ...schema }], configDir: folder };
    const to = { tag: 'schemaDatamodel' as const, files: [{ ...schema }] };
    const { stdout, exitCode } = await engine.diff({ from, to, script: true, exitCode: true, filters });
    return exitCode === 2 ? stdout : null;
  } catch (error) {
    throw new Problem(
      `The difference to ${schema.path} could not be worked out: ${(error as Error).message.split('\n')[0]}`,
    );
  } finally {
    engine.free();
    await session.close();
  }
};

const timestamp = (now: Date): string => now.toISOString().replaceAll(/\D/g, '').slice(0, 14);

/** A time stamp that comes after that of every other migration, also where two are written in one second. */
const nextTimestamp = (folder: string, now: Date): string => {
  const last = readMigrations(folder).at(-1)?.name.slice(0, 14) ?? '';
  const own = timestamp(now);
  return own > last ? own : String(BigInt(last) + 1n);
};

const write = (folder: string, name: string, sql: string): string => {
  const base = migrationsIn(folder);
  mkdirSync(join(base, name), { recursive: true });
  writeFileSync(join(base, 'migration_lock.toml'), LOCK);
  const path = join(base, name, 'migration.sql');
  writeFileSync(path, `${sql.trim()}\n`);
  return path;
};

/** Writes the migration that is missing between a database's migrations and its schema; answers its file, null where none is. */
export const create = async (
  name: string,
  folder: string,
  what: string,
  now: Date,
): Promise<string | null> => {
  const slug = what
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
  if (slug === '')
    throw new Problem(
      'Say in letters what the migration does, as in: npm run migrate -- --create orders add_notes',
    );
  const sql = await withShadow(async (url) => {
    await apply(name, folder, url);
    return difference(folder, url);
  });
  return sql === null ? null : write(folder, `${nextTimestamp(folder, now)}_${slug}`, sql);
};
