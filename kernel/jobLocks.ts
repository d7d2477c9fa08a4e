import type { WorkerEvents } from 'graphile-worker';
import { Client } from 'pg';
import { QUEUE, type Queue, SUPERSEDED } from './jobMetrics.ts';
import { jobOutcomes } from './jobOutcomes.ts';
import type { Log } from './log.ts';

/** Advisory locks of two numbers: this one, and the worker's. */
const SPACE = 0x6a6f6273;

/**
 * A process that is killed leaves its jobs locked, and the queue waits hours for it. So each process holds a lock of the
 * database's while it lives, and any process that sees jobs of a worker without a lock unlocks them. It looks every `rescueMs`, and
 * gives as long to one that has just begun or has lost its connection.
 */
export const holdJobLocks = (connectionString: string, rescueMs: number, log: Log, events: WorkerEvents) => {
  const workers = new Set<string>();
  /** They have ended. */
  const released = new Set<string>();
  const outcomes = jobOutcomes(events);
  const session = reconnecting(connectionString, (client) =>
    Promise.all([...workers].map((worker) => hold(client, worker))),
  );
  let work: Promise<unknown> = Promise.resolve();
  const next = (step: () => Promise<unknown>): void => {
    work = work.then(step).catch(() => undefined);
  };
  /** A worker that has ended keeps its lock until the outcomes of its jobs are written: without it, jobs that are done would be done again. */
  const releaseEnded = async (client: Client): Promise<void> => {
    const pending = outcomes.workers();
    for (const worker of [...released].filter((each) => !pending.has(each))) {
      workers.delete(worker);
      await release(client, worker);
      released.delete(worker);
    }
  };
  const free = async (): Promise<void> => {
    const client = await session.client();
    await outcomes.write(client, rescueMs);
    await releaseEnded(client);
    await freeOrphans(client, [...workers], rescueMs, log);
    await client.query(REMOVE_SUPERSEDED);
  };
  const timer = setInterval(() => next(free), rescueMs).unref();
  events.on('pool:create', ({ workerPool }) => {
    workers.add(workerPool.id);
    next(async () => hold(await session.client(), workerPool.id));
  });
  /** What a worker that has ended left locked is set free like what a process left that died. */
  events.on('pool:release', ({ workerPool }) => {
    released.add(workerPool.id);
    next(async () => releaseEnded(await session.client()));
  });
  return {
    /** What waits in the database. */
    queue: async (): Promise<Queue> => {
      const { rows } = await (await session.client()).query<Queue>(QUEUE);
      return rows[0] ?? { waiting: 0, oldest: 0, dead: 0 };
    },
    close: async (): Promise<void> => {
      clearInterval(timer);
      next(async () => outcomes.write(await session.client(), 0));
      await work;
      await session.close();
    },
  };
};

/** One connection for as long as it lasts, then another. */
const reconnecting = (connectionString: string, begin: (client: Client) => Promise<unknown>) => {
  let current: Promise<Client> | null = null;
  const lose = (): void => {
    current = null;
  };
  const connect = async (): Promise<Client> => {
    const client = new Client({ connectionString, connectionTimeoutMillis: 2_000, application_name: 'jobs' });
    client.on('error', lose).on('end', lose);
    await client.connect();
    await begin(client);
    return client;
  };
  const client = (): Promise<Client> => {
    current ??= connect().catch((error: unknown) => {
      lose();
      throw error;
    });
    return current;
  };
  return { client, close: async () => current?.then((open) => open.end()).catch(() => undefined) };
};

const freeOrphans = async (
  client: Client,
  own: readonly string[],
  graceMs: number,
  log: Log,
): Promise<void> => {
  const { rows } = await client.query<{ worker: string }>(ORPHANS, [SPACE, own, graceMs]);
  if (rows.length === 0) return;
  await client.query('select graphile_worker.force_unlock_workers($1::text[])', [
    rows.map(({ worker }) => worker),
  ]);
  log.warn({ workers: rows.length }, 'jobs of a dead process are done again');
};

/** They failed, or their process died, after another job of their key had taken their place. */
const REMOVE_SUPERSEDED = `delete from graphile_worker._private_jobs where locked_at is null and attempts >= max_attempts and ${SUPERSEDED}`;

const hold = (client: Client, worker: string) =>
  client.query('select pg_try_advisory_lock($1, hashtext($2))', [SPACE, worker]);
const release = (client: Client, worker: string) =>
  client.query('select pg_advisory_unlock($1, hashtext($2))', [SPACE, worker]);

const ORPHANS = `
  select distinct locked_by as worker from graphile_worker._private_jobs
  where locked_at < now() - $3 * interval '1 millisecond' and locked_by <> all($2::text[]) and not exists (
    select from pg_locks
    where locktype = 'advisory' and granted and objsubid = 2 and classid::bigint = $1
      and database = (select oid from pg_database where datname = current_database())
      and objid::bigint = hashtext(locked_by)::bigint & 4294967295
  )`;
