import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import { Problem } from '../processes/problem.ts';

export type Schema = Readonly<{ path: string; content: string }>;
export type Migration = Readonly<{ name: string; sql: string; checksum: string }>;

export const LOCK = '# Prisma reads here which database the migrations are for.\nprovider = "postgresql"\n';

export const migrationsIn = (folder: string): string => join(folder, 'migrations');

export const readSchema = (folder: string): Schema => {
  const path = join(folder, 'schema.prisma');
  if (!existsSync(path)) throw new Problem(`There is no ${path}: write the schema first.`);
  return { path, content: readFileSync(path, 'utf8') };
};

const readMigration = (base: string, name: string): Migration => {
  const sql = readFileSync(join(base, name, 'migration.sql'), 'utf8');
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
};

/** A database's migrations in the order in which they are applied: that of their timestamps. */
export const readMigrations = (folder: string): readonly Migration[] => {
  const base = migrationsIn(folder);
  if (!existsSync(base)) return [];
  const names = readdirSync(base).filter((name) => existsSync(join(base, name, 'migration.sql')));
  return names.sort().map((name) => readMigration(base, name));
};

/** A pair that was released before prefixes had to differ. A new name for an applied migration would apply it again. */
const RELEASED_PAIRS: ReadonlySet<string> = new Set(['20261123000002']);

/** Names of migrations whose order their time stamps leave open: several begin with the same one. */
export const sharedPrefixes = (names: readonly string[]): readonly string[] => {
  const prefixes = names.map((name) => name.slice(0, 14));
  return names.filter((_, at) => {
    const prefix = prefixes[at] ?? '';
    return !RELEASED_PAIRS.has(prefix) && prefixes.indexOf(prefix) !== prefixes.lastIndexOf(prefix);
  });
};

/** The same as the engine wants it. */
export const asList = (folder: string, migrations: readonly Migration[]): MigrationList => ({
  baseDir: migrationsIn(folder),
  lockfile: { path: 'migration_lock.toml', content: LOCK },
  shadowDbInitScript: '',
  migrationDirectories: migrations.map(({ name, sql }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
  })),
});
