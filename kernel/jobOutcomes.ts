import type { Job, WorkerEvents } from 'graphile-worker';
import type { Client } from 'pg';

/** How one run of a job ended. A worker and the time of its lock name the run; `error` is null where it succeeded. */
type Ended = Readonly<{ job: Job; atMs: number; error: string | null }>;

const RUN = `job.id = ended.id and job.locked_by = ended.worker and date_trunc('milliseconds', job.locked_at) = ended.locked_at`;
const COMPLETE = `
  delete from graphile_worker._private_jobs as job
  using unnest($1::bigint[], $2::text[], $3::timestamptz[]) as ended (id, worker, locked_at)
  where ${RUN}`;
/** As the queue itself puts a job back that failed. */
const FAIL = `
  update graphile_worker._private_jobs as job
  set last_error = ended.error, run_at = greatest(now(), run_at) + exp(least(attempts, 10)) * interval '1 second', locked_by = null, locked_at = null
  from unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::text[]) as ended (id, worker, locked_at, error)
  where ${RUN}`;

/**
 * What became of the jobs of this process. The queue does not wait until that is written, so a job that ended while the database was away
 * stays locked by a worker that is alive, and nobody would run it again for hours.
 */
export const jobOutcomes = (events: WorkerEvents) => {
  const ended = new Map<string, Ended>();
  const end = (job: Job, error: string | null): void =>
    void ended.set(job.id, { job, atMs: Date.now(), error });
  events.on('job:start', ({ job }) => void ended.delete(job.id));
  events.on('job:success', ({ job }) => end(job, null));
  events.on('job:error', ({ job, error }) =>
    end(job, error instanceof Error ? error.message : String(error)),
  );

  return {
    /** Writes the outcome of each run that ended `graceMs` ago or earlier. Safe to repeat. */
    write: async (client: Client, graceMs: number): Promise<void> => {
      const due = [...ended.values()].filter(({ atMs }) => atMs <= Date.now() - graceMs);
      const done = due.filter(({ error }) => error === null);
      const failed = due.filter(({ error }) => error !== null);
      if (done.length > 0) await client.query(COMPLETE, runs(done));
      if (failed.length > 0) await client.query(FAIL, [...runs(failed), failed.map(({ error }) => error)]);
      for (const outcome of due) if (ended.get(outcome.job.id) === outcome) ended.delete(outcome.job.id);
    },
    /** The workers with outcomes that may not be written yet. */
    workers: (): ReadonlySet<string> =>
      new Set([...ended.values()].flatMap(({ job }) => job.locked_by ?? [])),
  };
};

const runs = (
  ended: readonly Ended[],
): [ids: string[], workers: (string | null)[], lockedAt: (Date | null)[]] => [
  ended.map(({ job }) => job.id),
  ended.map(({ job }) => job.locked_by),
  ended.map(({ job }) => job.locked_at),
];
