import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { type JobHelpers, Logger, type Runner, run, type WorkerEvents } from 'graphile-worker';
import { Pool, type PoolClient } from 'pg';
import { RESCUE_MS } from './env.ts';
import { CodedError } from './errors.ts';
import { holdJobLocks } from './jobLocks.ts';
import { SUPERSEDED, watchJobs } from './jobMetrics.ts';
import type { Resource } from './lifecycle.ts';
import type { Log } from './log.ts';
import { withRequest } from './request.ts';
import { placeOf, type TracePlace, traced, tracePlace } from './trace.ts';

/** Work that is done at least once after the transaction that asked for it; a task must be safe to run again. */
export type Tasks = Readonly<Record<string, (payload: unknown) => Promise<void>>>;
/** `key`: a job of the same key that has not run yet is replaced. */
export type JobOptions = Readonly<{ key?: string; runAt?: Date; maxAttempts?: number }>;

/** Any Prisma client or transaction. */
type Sql = { $executeRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<number> };

const MAX_ATTEMPTS = 25;
const JOB_MS = 60_000;
const POOL_SIZE = 5;
/** Each of the five loops of a worker has failed twice. */
const MAX_ERRORS = 10;
const CONNECT_MS = 2_000;
const AGAIN_MS = 1_000;
/** The queue waits e^n seconds after the nth try: so many count where a service is away. */
const TRIES_OF_OUTAGE = 2;
/** Beside what a task is given: where in a trace it was asked for, and the key that the job was added with. */
const TRACE = '_trace';
const KEY = '_key';

/** What adds a job, as a statement or a part of one: `sql` makes it of the text and its values. */
export const jobStatement = <T>(
  sql: (text: TemplateStringsArray, ...values: unknown[]) => T,
  task: string,
  payload: object,
  { key, runAt, maxAttempts }: JobOptions = {},
): T => sql`select graphile_worker.add_job(
    ${task}, ${JSON.stringify(packed(payload, tracePlace(), key))}::json,
    run_at => ${runAt ?? null}::timestamptz, max_attempts => ${maxAttempts ?? MAX_ATTEMPTS}::int, job_key => ${key ?? null})`;

/** Adds a job in the given transaction: it exists if, and only if, the transaction commits. */
export const addJob = async (
  tx: Sql,
  task: string,
  payload: object,
  options: JobOptions = {},
): Promise<void> => {
  await jobStatement((text, ...values) => tx.$executeRaw(text, ...values), task, payload, options);
};

const packed = (payload: object, place: TracePlace, key: string | undefined): object => ({
  ...payload,
  ...(place.traceparent ? { [TRACE]: place } : {}),
  ...(key === undefined ? {} : { [KEY]: key }),
});

/** What the task is given, and the place in the trace that it goes on from. */
const opened = (payload: unknown): Readonly<{ payload: unknown; from: TracePlace }> => {
  if (typeof payload !== 'object' || payload === null) return { payload, from: {} };
  const { [TRACE]: place, [KEY]: _, ...given } = payload as Record<string, unknown>;
  return { payload: given, from: placeOf({ ...(place as object | null) }) };
};

/** Runs the tasks of a database until closed. `cron` is graphile-worker's crontab, for what happens by the clock. */
export const runJobs = async (
  connectionString: string,
  tasks: Tasks,
  log: Log,
  cron = '',
  rescueMs = RESCUE_MS,
): Promise<Resource> => {
  const events: WorkerEvents = new EventEmitter();
  const locks = holdJobLocks(connectionString, rescueMs, log, events);
  const forget = watchJobs(Object.keys(tasks), events, locks.queue);
  const pool = jobsPool(connectionString, log);
  tolerateLostOutcomes(pool, events, log);
  const begin = () =>
    run({
      pgPool: pool,
      concurrency: POOL_SIZE,
      pollInterval: 1_000,
      noHandleSignals: true,
      crontab: cron,
      taskList: Object.fromEntries(
        Object.entries(tasks).map(([name, task]) => [name, inRequest(name, task, log)]),
      ),
      logger: silent,
      events,
    });
  const running = await keepRunning(begin, log);
  restartAfterErrors(events, running.restart);
  const close = async (): Promise<void> => {
    forget();
    await running.stop();
    await locks.close();
    await pool.end().catch(() => undefined);
  };
  return { name: 'jobs', ready: async () => undefined, close };
};

/**
 * The connections of all workers that follow each other in this process. Their errors are listened to for as long as the process lives:
 * a worker's own pool stops listening while it closes, and an error that comes then would end the process.
 */
const jobsPool = (connectionString: string, log: Log): Pool => {
  const ignore = (error: Error): void => log.debug({ err: error }, 'a connection of the jobs was lost');
  const pool = new Pool({
    connectionString,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'jobs',
  });
  return pool.on('error', ignore).on('connect', (client) => void client.on('error', ignore));
};

/**
 * The queue does not wait until the outcome of a job is written, so nobody handles an error of that statement. Here it is logged, and
 * the outcome is written later. The queue asks for the connection of that statement between two events, in the same turn of the event loop.
 */
const tolerateLostOutcomes = (pool: Pool, events: WorkerEvents, log: Log): void => {
  let isEnding = false;
  const begin = (): void => {
    isEnding = true;
  };
  events.on('job:success', begin).on('job:error', begin);
  events.on('job:complete', () => {
    isEnding = false;
  });
  const lost = (error: unknown) => {
    log.warn({ err: error }, 'the outcome of a job could not be written, and will be written later');
    return { rows: [], rowCount: 0 };
  };
  const connect = pool.connect.bind(pool) as (...given: unknown[]) => Promise<PoolClient>;
  const connectForOutcome = async () => {
    const client = await connect().catch(lost);
    if (!('query' in client)) return { query: async () => client, release: () => undefined };
    const query = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>;
    return { query: (...given: unknown[]) => query(...given).catch(lost), release: () => client.release() };
  };
  pool.connect = ((...given: unknown[]) =>
    isEnding && given.length === 0 ? connectForOutcome() : connect(...given)) as Pool['connect'];
};

/** The worker ends itself when the database was gone for too long: then another takes its place. */
const keepRunning = async (begin: () => Promise<Runner>, log: Log) => {
  const over = new AbortController();
  let runner = await begin();
  const again = async (): Promise<void> => {
    await runner.promise.catch((error: unknown) => log.warn({ err: error }, 'the jobs stopped'));
    while (!over.signal.aborted) {
      await wait(AGAIN_MS, null, { signal: over.signal }).catch(() => null);
      const next = over.signal.aborted ? null : await begin().catch(() => null);
      if (!next) continue;
      runner = next;
      return over.signal.aborted ? runner.stop() : again();
    }
  };
  void again();
  return {
    /** Ends the worker; another takes its place. */
    restart: () => void runner.stop().catch(() => undefined),
    stop: async (): Promise<void> => {
      over.abort();
      await runner.stop().catch(() => undefined);
    },
  };
};

/**
 * A worker whose first look at the database fails keeps that failure and never finds a job. So a worker that fails again and again to
 * ask for jobs makes way for a new one.
 */
const restartAfterErrors = (events: WorkerEvents, restart: () => void): void => {
  let errors = 0;
  const reset = (): void => {
    errors = 0;
  };
  events.on('worker:getJob:empty', reset).on('job:start', reset);
  events.on('worker:getJob:error', () => {
    errors++;
    if (errors < MAX_ERRORS) return;
    reset();
    restart();
  });
};

const inRequest = (name: string, task: Tasks[string], log: Log) => (given: unknown, helpers: JobHelpers) =>
  withRequest({ id: randomUUID(), deadline: Date.now() + JOB_MS }, () => {
    const { payload, from } = opened(given);
    return traced({ name: `job ${name}`, kind: 'consumer', from }, async () => {
      try {
        await task(payload);
      } catch (error) {
        log.warn({ err: error, task: name }, 'job failed and will be tried again');
        if (isAway(error)) await forgive(helpers);
        throw error;
      }
    });
  });

const isAway = (error: unknown): boolean =>
  error instanceof CodedError && error.code === 'SERVICE_UNAVAILABLE';

/** An outage of another service is not the job's fault: it costs no try, and the job goes on seconds after its end. A superseded job does not. */
const forgive = ({ job, withPgClient }: JobHelpers): Promise<unknown> =>
  withPgClient((client) =>
    client.query(
      `update graphile_worker._private_jobs set attempts = least(attempts, $2) where id = $1 and not (${SUPERSEDED})`,
      [job.id, TRIES_OF_OUTAGE],
    ),
  ).catch(() => undefined);

/** The worker's own lines repeat what the tasks log. */
const silent = new Logger(() => () => undefined);
