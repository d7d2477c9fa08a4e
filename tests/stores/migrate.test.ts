import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Datastores, startDatastores } from '../../scripts/datastores.ts';
import { migrate } from '../../scripts/migrate.ts';
import { create } from '../../scripts/migrations/create.ts';
import { readMigrations } from '../../scripts/migrations/folder.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

/** Open for passing through, so that PostgreSQL keeps its data here also where the tests run as root. */
const dir = mkdtempSync(join(tmpdir(), 'plexus-migrate-'));
chmodSync(dir, 0o711);
let datastores: Datastores;
let prisma: string;
let count = 0;

beforeAll(async () => {
  datastores = await startDatastores({ dir: join(dir, 'data'), only: ['postgres'] });
});
afterAll(async () => {
  await datastores.stop();
  rmSync(dir, { recursive: true, force: true });
});

const url = (): string => datastores.urls.USERS_DATABASE_URL;
const urls = () => ({ USERS_DATABASE_URL: url() });
const folder = (): string => join(prisma, 'users');

const SCHEMA =
  'datasource db {\n  provider = "postgresql"\n}\n\nmodel Item {\n  id   Int    @id\n  name String\n}\n';
const INIT =
  'CREATE TABLE "Item" ("id" INTEGER NOT NULL, "name" TEXT NOT NULL, CONSTRAINT "Item_pkey" PRIMARY KEY ("id"));';
const FUNCTION = `CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'never; ever'; END; $$ LANGUAGE plpgsql;
CREATE TRIGGER refuse BEFORE DELETE ON "Item" FOR EACH ROW EXECUTE FUNCTION refuse();`;

const write = (name: string, sql: string): void => {
  mkdirSync(join(folder(), 'migrations', name), { recursive: true });
  writeFileSync(join(folder(), 'migrations', name, 'migration.sql'), sql);
};

const ask = async (sql: string): Promise<Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url() });
  await client.connect();
  return client.query(sql).then(
    ({ rows }) => client.end().then(() => rows),
    (error: unknown) => client.end().then(() => Promise.reject(error)),
  );
};

const history = () =>
  ask(
    'SELECT migration_name, applied_steps_count, finished_at IS NOT NULL AS finished FROM _prisma_migrations ORDER BY started_at',
  );

beforeEach(async () => {
  await ask('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  prisma = join(dir, `prisma-${count++}`);
  mkdirSync(folder(), { recursive: true });
  writeFileSync(join(folder(), 'schema.prisma'), SCHEMA);
  write('20260101000000_init', INIT);
});

test('I17: migrations are applied once, with their history where Prisma looks for it', async () => {
  write('20260102000000_refuse', FUNCTION);
  expect(await migrate(urls(), prisma)).toEqual([
    { name: 'users', applied: ['20260101000000_init', '20260102000000_refuse'], edited: [] },
  ]);
  expect(await migrate(urls(), prisma)).toEqual([{ name: 'users', applied: [], edited: [] }]);
  const line = { applied_steps_count: 1, finished: true };
  expect(await history()).toEqual([
    { migration_name: '20260101000000_init', ...line },
    { migration_name: '20260102000000_refuse', ...line },
  ]);
});

test('a semicolon within a function or a text does not cut the script', async () => {
  write('20260102000000_refuse', FUNCTION);
  await migrate(urls(), prisma);
  await ask(`INSERT INTO "Item" VALUES (1, 'a;b')`);
  await expect(ask('DELETE FROM "Item"')).rejects.toThrow('never; ever');
});

test('I17: two at once apply each migration once', async () => {
  write('20260102000000_slow', 'SELECT pg_sleep(0.3); INSERT INTO "Item" VALUES (1, \'once\');');
  const both = await Promise.all([migrate(urls(), prisma), migrate(urls(), prisma), migrate(urls(), prisma)]);
  expect(both.flatMap(([one]) => one?.applied ?? []).sort()).toEqual([
    '20260101000000_init',
    '20260102000000_slow',
  ]);
  expect(await ask('SELECT count(*)::int AS items FROM "Item"')).toEqual([{ items: 1 }]);
});

test('I17: a migration that fails leaves nothing behind, says where, and is applied once it is corrected', async () => {
  write('20260102000000_wrong', 'CREATE TABLE half (id INT);\nINSERT INTO "Item" (nope) VALUES (1);');
  await expect(migrate(urls(), prisma)).rejects.toThrow(
    'The migration 20260102000000_wrong of users failed and nothing of it was applied: column "nope" of relation "Item" does not exist, line 2.',
  );
  expect(await ask(`SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
  expect((await history()).map((line) => line.migration_name)).toEqual(['20260101000000_init']);
  write('20260102000000_wrong', 'CREATE TABLE half (id INT);');
  expect((await migrate(urls(), prisma))[0]?.applied).toEqual(['20260102000000_wrong']);
});

test('I17: killed mid-way, the next one does it whole', async () => {
  write(
    '20260102000000_slow',
    'CREATE TABLE half (id INT);\nSELECT pg_sleep(3);\nCREATE TABLE other (id INT);',
  );
  const script = join(prisma, 'migrate.mts');
  const module = JSON.stringify(resolve('scripts/migrate.ts'));
  writeFileSync(
    script,
    `import { migrate } from ${module};\nawait migrate(${JSON.stringify(urls())}, ${JSON.stringify(prisma)});`,
  );
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: 'ignore' });
  const gone = new Promise((done) => child.once('exit', done));
  const isAsleep = async () =>
    (
      await ask(
        `SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(3)%' AND pid <> pg_backend_pid()`,
      )
    ).length > 0;
  await vi.waitUntil(isAsleep, { timeout: 20_000 });
  child.kill('SIGKILL');
  await gone;
  expect((await migrate(urls(), prisma))[0]?.applied).toEqual(['20260102000000_slow']);
  expect(
    await ask(`SELECT to_regclass('half') IS NOT NULL AND to_regclass('other') IS NOT NULL AS whole`),
  ).toEqual([{ whole: true }]);
  expect((await history()).map((line) => line.finished)).toEqual([true, true]);
});

test('I17: older code does not mind a database that is ahead of it', async () => {
  write('20260102000000_later', 'CREATE TABLE later (id INT);');
  await migrate(urls(), prisma);
  rmSync(join(folder(), 'migrations', '20260102000000_later'), { recursive: true });
  expect(await migrate(urls(), prisma)).toEqual([{ name: 'users', applied: [], edited: [] }]);
});

test('a migration that was changed after it had been applied is named', async () => {
  await migrate(urls(), prisma);
  write('20260101000000_init', `${INIT}\n-- changed`);
  expect((await migrate(urls(), prisma))[0]?.edited).toEqual(['20260101000000_init']);
});

test('a new migration is the difference between the migrations and the schema, and then there is none', async () => {
  writeFileSync(
    join(folder(), 'schema.prisma'),
    SCHEMA.replace('name String', 'name String\n  note String?'),
  );
  const path = await create('users', folder(), 'Add a note!', new Date('2026-02-03T04:05:06Z'));
  expect(path).toBe(join(folder(), 'migrations', '20260203040506_add_a_note', 'migration.sql'));
  expect(readFileSync(path ?? '', 'utf8')).toContain('ALTER TABLE "Item" ADD COLUMN     "note" TEXT;');
  expect(readdirSync(join(folder(), 'migrations'))).toContain('migration_lock.toml');
  expect(await create('users', folder(), 'again', new Date())).toBeNull();
});

test.each(['users', 'orders', 'payments'] as const)(
  'the migrations of %s make exactly its schema',
  async (name) => {
    const real = resolve('prisma', name);
    expect(readMigrations(real).length).toBeGreaterThan(0);
    const copy = join(prisma, 'copy', name);
    mkdirSync(copy, { recursive: true });
    writeFileSync(join(copy, 'schema.prisma'), readFileSync(join(real, 'schema.prisma')));
    for (const { name: migration, sql } of readMigrations(real)) {
      mkdirSync(join(copy, 'migrations', migration), { recursive: true });
      writeFileSync(join(copy, 'migrations', migration, 'migration.sql'), sql);
    }
    const path = await create(name, copy, 'drift', new Date());
    expect(path === null ? '' : readFileSync(path, 'utf8')).toBe('');
  },
);
