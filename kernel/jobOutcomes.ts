import type { Job, WorkerEvents } from 'graphile-worker';
import type { Client } from 'pg';

type Ended = Readonly<{ atMs: number; error: string | null }>;

const COMPLETE =
  'delete from graphile_worker._private_jobs where id = any($1::bigint[]) and locked_by = any($2::text[])';
/** As the queue itself puts a job back that failed. */
const FAIL = `
  update graphile_worker._private_jobs as job
  set last_error = ended.error, run_at = greatest(now(), run_at) + exp(least(attempts, 10)) * interval '1 second', locked_by = null, locked_at = null
  from unnest($1::bigint[], $3::text[]) as ended (id, error)
  where job.id = ended.id and locked_by = any($2::text[])`;

/**
 * What became of the jobs of this process. The queue does not wait until that is written, so a job that ended while the database was away
 * stays locked by a worker that is alive, and nobody would run it again for hours. `write` writes it, at least `graceMs` after the end of
 * each job; it is safe to repeat.
 */
export const jobOutcomes = (events: WorkerEvents) => {
  const ended = new Map<string, Ended>();
  const end = (job: Job, error: string | null): void => void ended.set(job.id, { atMs: Date.now(), error });
  events.on('job:start', ({ job }) => void ended.delete(job.id));
  events.on('job:success', ({ job }) => end(job, null));
  events.on('job:error', ({ job, error }) =>
    end(job, error instanceof Error ? error.message : String(error)),
  );

  const write = async (client: Client, workers: readonly string[], graceMs: number): Promise<void> => {
    const due = [...ended].filter(([, { atMs }]) => atMs <= Date.now() - graceMs);
    if (due.length === 0) return;
    const done = due.filter(([, { error }]) => error === null);
    const failed = due.filter(([, { error }]) => error !== null);
    await client.query(COMPLETE, [done.map(([id]) => id), workers]);
    await client.query(FAIL, [failed.map(([id]) => id), workers, failed.map(([, { error }]) => error)]);
    for (const [id, outcome] of due) if (ended.get(id) === outcome) ended.delete(id);
  };
  return { write };
};
