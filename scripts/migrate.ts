import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDatabases } from './datastores/postgres-databases.ts';
import { databaseOf, STORES, type Urls } from './datastores/urls.ts';
import { type Applied, apply } from './migrations/apply.ts';
import { create } from './migrations/create.ts';
import { command, Problem } from './processes/problem.ts';
import { isMain, ROOT } from './processes/root.ts';

const HELP = `Brings the databases of users, orders and payments up to date.

  npm run migrate                             apply what is missing
  npm run migrate -- --create <name> <what>   write a migration from the difference to prisma/<name>/schema.prisma
  npm run migrate -- --help

The databases are those of USERS_DATABASE_URL, ORDERS_DATABASE_URL and PAYMENTS_DATABASE_URL; what is not set is left out.
With POSTGRES_ADMIN_URL, a superuser's, databases and owners that are missing are made first, as in docker-compose.yml.
npm start migrates by itself. --create needs no database: it starts one of its own for the moment.`;

type DatabaseUrls = Partial<Pick<Urls, (typeof STORES)['postgres'][number]>>;
export type Migrated = Applied & Readonly<{ name: string }>;

const folderOf = (name: string, prisma: string): string => {
  const folder = join(prisma, name);
  if (existsSync(folder)) return folder;
  throw new Problem(
    `There is no database "${name}": it is one of ${STORES.postgres.map(databaseOf).join(', ')}.`,
  );
};

/** Applies each database's migrations, under a lock, so that several may do it at once. */
export const migrate = (urls: DatabaseUrls, prisma = join(ROOT, 'prisma')): Promise<readonly Migrated[]> =>
  Promise.all(
    STORES.postgres.flatMap((variable) => {
      const [url, name] = [urls[variable], databaseOf(variable)];
      return url ? [apply(name, folderOf(name, prisma), url).then((applied) => ({ name, ...applied }))] : [];
    }),
  );

/** One line for each database, one more for each migration that was changed after it had been applied. */
export const migratedLines = (migrated: readonly Migrated[]): readonly string[] =>
  migrated.flatMap(({ name, applied, edited }) => [
    `${name.padEnd(9)} ${applied.length === 0 ? 'up to date' : `applied ${applied.join(', ')}`}`,
    ...edited.map(
      (migration) =>
        `${name.padEnd(9)} ${migration} was changed after it had been applied: write a new migration instead`,
    ),
  ]);

const createOne = async (name: string | undefined, what: string | undefined): Promise<string> => {
  if (!name || !what)
    throw new Problem(
      'Say which database and what changes, as in: npm run migrate -- --create orders add_notes',
    );
  const path = await create(name, folderOf(name, join(ROOT, 'prisma')), what, new Date());
  return path
    ? `wrote ${relative(process.cwd(), path)}; read it before you commit it`
    : `the migrations of ${name} already make its schema`;
};

const applyGiven = async (): Promise<readonly string[]> => {
  const given = Object.fromEntries(
    STORES.postgres.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
  if (Object.keys(given).length === 0)
    throw new Problem(
      `No database is given: set ${STORES.postgres.join(', ')}, or run npm start, which migrates its own.`,
    );
  if (process.env.POSTGRES_ADMIN_URL) await makeDatabases(process.env.POSTGRES_ADMIN_URL);
  return migratedLines(await migrate(given));
};

const makeDatabases = async (admin: string): Promise<void> => {
  await ensureDatabases(
    admin,
    decodeURIComponent(new URL(admin).password),
    STORES.postgres.map(databaseOf),
    false,
  );
};

const main = async (): Promise<number> => {
  const options = { help: { type: 'boolean' }, create: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const lines = values.help
    ? [HELP]
    : values.create
      ? [await createOne(positionals[0], positionals[1])]
      : await applyGiven();
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
};

if (isMain(import.meta.url)) await command(main);
