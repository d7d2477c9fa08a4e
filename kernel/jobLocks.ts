import { Client } from 'pg';
import type { Log } from './log.ts';

/** Advisory locks of two numbers: this one, and the worker's. */
const SPACE = 0x6a6f6273;
const EVERY_MS = 4_000;

/**
 * A process that is killed leaves its jobs locked, and the queue waits hours for it. So each process holds a lock of the
 * database's while it lives, and whoever sees jobs of a worker without one sets them free.
 */
export const holdJobLocks = (connectionString: string, log: Log) => {
  const workers = new Set<string>();
  let held: Promise<Client> | null = null;
  let sweeping: Promise<unknown> = Promise.resolve();

  const connect = async (): Promise<Client> => {
    const client = new Client({ connectionString, connectionTimeoutMillis: 2_000, application_name: 'jobs' });
    client.on('error', () => {
      held = null;
    });
    await client.connect();
    for (const worker of workers) await hold(client, worker);
    return client;
  };
  const connection = (): Promise<Client> => {
    held ??= connect().catch((error: unknown) => {
      held = null;
      throw error;
    });
    return held;
  };
  const sweep = async (): Promise<void> => {
    const { rows } = await (await connection()).query<{ worker: string }>(ORPHANS, [SPACE]);
    const dead = rows.map(({ worker }) => worker);
    if (dead.length === 0) return;
    await (await connection()).query('select graphile_worker.force_unlock_workers($1::text[])', [dead]);
    log.warn({ workers: dead.length }, 'jobs of a dead process are done again');
  };
  const tick = (): void => {
    sweeping = sweeping.then(sweep).catch(() => undefined);
  };
  const timer = setInterval(tick, EVERY_MS).unref();

  return {
    /** This process works under that name from now on. */
    add: (worker: string): void => {
      workers.add(worker);
      sweeping = sweeping
        .then(connection)
        .then((client) => hold(client, worker))
        .catch(() => undefined);
    },
    close: async (): Promise<void> => {
      clearInterval(timer);
      await sweeping;
      await held?.then((client) => client.end()).catch(() => undefined);
    },
  };
};

const hold = (client: Client, worker: string) => client.query('select pg_try_advisory_lock($1, hashtext($2))', [SPACE, worker]);

/** A moment's grace, for one that has just begun or has lost its connection. */
const ORPHANS = `
  select distinct locked_by as worker from graphile_worker._private_jobs
  where locked_at < now() - interval '5 seconds' and not exists (
    select from pg_locks
    where locktype = 'advisory' and granted and objsubid = 2 and classid::bigint = $1
      and database = (select oid from pg_database where datname = current_database())
      and objid::bigint = hashtext(locked_by)::bigint & 4294967295
  )`;
