import { randomUUID } from 'node:crypto';
import { Logger, type Runner, run } from 'graphile-worker';
import type { Resource } from './lifecycle.ts';
import type { Log } from './log.ts';
import { withRequest } from './request.ts';

/** Work that is done at least once after the transaction that asked for it; a task must be safe to run again. */
export type Tasks = Readonly<Record<string, (payload: unknown) => Promise<void>>>;
/** `key`: a job of the same key that has not run yet is replaced. */
export type JobOptions = Readonly<{ key?: string; runAt?: Date; maxAttempts?: number }>;

/** Any Prisma client or transaction. */
type Sql = { $executeRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<number> };

const MAX_ATTEMPTS = 25;
const JOB_MS = 60_000;

/** Adds a job in the given transaction: it exists if, and only if, the transaction commits. */
export const addJob = async (tx: Sql, task: string, payload: object, { key, runAt, maxAttempts }: JobOptions = {}): Promise<void> => {
  await tx.$executeRaw`select graphile_worker.add_job(
    ${task}, ${JSON.stringify(payload)}::json,
    run_at => ${runAt ?? null}::timestamptz, max_attempts => ${maxAttempts ?? MAX_ATTEMPTS}::int, job_key => ${key ?? null})`;
};

/** Runs the tasks of a database until closed. `cron` is graphile-worker's crontab, for what happens by the clock. */
export const runJobs = async (connectionString: string, tasks: Tasks, log: Log, cron = ''): Promise<Resource> => {
  const runner = await run({
    connectionString,
    concurrency: 5,
    maxPoolSize: 4,
    pollInterval: 1_000,
    noHandleSignals: true,
    crontab: cron,
    taskList: Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, inRequest(name, task, log)])),
    logger: silent,
  });
  return { name: 'jobs', ready: async () => undefined, close: () => stop(runner) };
};

const inRequest = (name: string, task: (payload: unknown) => Promise<void>, log: Log) => (payload: unknown) =>
  withRequest({ id: randomUUID(), deadline: Date.now() + JOB_MS }, async () => {
    try {
      await task(payload);
    } catch (error) {
      log.warn({ err: error, task: name }, 'job failed and will be tried again');
      throw error;
    }
  });

const stop = async (runner: Runner): Promise<void> => runner.stop().catch(() => undefined);

/** The worker's own lines repeat what the tasks log. */
const silent = new Logger(() => () => undefined);
