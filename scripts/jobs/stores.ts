import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { givenUrls } from '../datastores/given.ts';
import { databaseUrl } from '../datastores/postgres-databases.ts';
import { databaseOf, STORES, type Urls } from '../datastores/urls.ts';
import { startDatastores } from '../datastores.ts';
import { isAlive } from '../processes/identity.ts';
import { Problem } from '../processes/problem.ts';
import type { Environment } from '../processes/program.ts';
import { type Run, readRun } from '../processes/run-file.ts';

/** The address of each queue's database, by its name. */
export type Queues = Readonly<{ urls: ReadonlyMap<string, string>; stop(): Promise<void> }>;

const NAMES = STORES.postgres.join(', ');
const nothing = async (): Promise<void> => undefined;

/** Where the queues are: as the environment says, in the shop that runs from DATA_DIR, or in the store that is started here for this time. */
export const openQueues = async (env: Environment, say: (line: string) => void): Promise<Queues> => {
  const given = await givenUrls('postgres', env);
  const dir = resolve(env.DATA_DIR || '.data');
  const run = readRun(dir);
  const isRunning = run !== null && isAlive(run.owner);
  const urls = { ...(isRunning ? urlsOf(run) : {}), ...given };
  if (Object.keys(urls).length > 0) return { urls: named(urls), stop: nothing };
  if (isRunning)
    throw new Problem(
      `The shop that runs from ${dir} has its databases elsewhere: set ${NAMES} as they are set there.`,
    );
  if (!hasData(dir)) throw new Problem(`No shop has kept its queues in ${dir}: set DATA_DIR, or ${NAMES}.`);
  say(`Starting the PostgreSQL of ${dir}, since no shop runs from there`);
  const started = await startDatastores({ dir, env, only: ['postgres'] });
  return { urls: named(started.urls), stop: started.stop };
};

export const urlOf = ({ urls }: Queues, database: string): string => {
  const url = urls.get(database);
  if (url) return url;
  throw new Problem(
    `Nothing says where the database of ${database} is: set ${database.toUpperCase()}_DATABASE_URL.`,
  );
};

const named = (urls: Partial<Urls>): ReadonlyMap<string, string> =>
  new Map(STORES.postgres.flatMap((name) => (urls[name] ? [[databaseOf(name), urls[name]] as const] : [])));

/** The server is told its folder and its port on its command line; the folder holds what the owners' passwords follow from. */
const urlsOf = ({ entries }: Run): Partial<Urls> => {
  const server = entries.find(({ kind, name }) => kind === 'datastore' && name === 'postgres');
  const [, folder, port] = (server && / -D (.+) -p (\d+) /.exec(server.command)) ?? [];
  if (!folder || !port) return {};
  const secret = readFileSync(join(folder, 'plexus.password'), 'utf8');
  return Object.fromEntries(
    STORES.postgres.map((name) => [name, databaseUrl(`127.0.0.1:${port}`, databaseOf(name), secret)]),
  );
};

const hasData = (dir: string): boolean =>
  ['postgres', 'postgres.location'].some((name) => existsSync(join(dir, name)));
