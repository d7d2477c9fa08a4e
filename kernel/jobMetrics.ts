import type { Job, WorkerEvents } from 'graphile-worker';
import { Counter, Gauge } from 'prom-client';
import { registry, scraped } from './metrics.ts';

/** How many jobs of a database could run now, since how many seconds the oldest of them could, how many gave up. */
export type Queue = Readonly<{ waiting: number; oldest: number; dead: number }>;

const registers = [registry];
const queues = scraped<Queue>();
/** While no database answers, what it said last stands. */
const show = async (gauge: Gauge, of: (all: readonly Queue[]) => number): Promise<void> => {
  const all = await queues.all();
  if (all.length > 0) gauge.set(of(all));
};
const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0);

const jobs = new Counter({
  name: 'plexus_jobs_total',
  help: 'Attempts at jobs, by task and outcome: done, failed, or dead after the last attempt',
  labelNames: ['task', 'outcome'],
  registers,
});

new Gauge({
  name: 'plexus_jobs_waiting',
  help: 'Jobs of the database that could run now and do not yet',
  registers,
  collect() {
    return show(this, (all) => sum(all.map(({ waiting }) => waiting)));
  },
});

new Gauge({
  name: 'plexus_jobs_oldest_seconds',
  help: 'For how long the oldest of them has been waiting',
  registers,
  collect() {
    return show(this, (all) => Math.max(...all.map(({ oldest }) => oldest)));
  },
});

new Gauge({
  name: 'plexus_jobs_dead',
  help: 'Jobs of the database that failed at their last attempt',
  registers,
  collect() {
    return show(this, (all) => sum(all.map(({ dead }) => dead)));
  },
});

const OUTCOMES = { 'job:success': 'done', 'job:error': 'failed', 'job:failed': 'dead' } as const;

/** Counts what a worker does, from zero on so that the first of its kind is seen to rise, and asks its database when the metrics are read. Answers how to end the asking. */
export const watchJobs = (
  tasks: readonly string[],
  events: WorkerEvents,
  ask: () => Promise<Queue>,
): (() => void) => {
  for (const outcome of Object.values(OUTCOMES)) for (const task of tasks) jobs.inc({ task, outcome }, 0);
  for (const [event, outcome] of Object.entries(OUTCOMES) as [keyof typeof OUTCOMES, string][])
    events.on(event, ({ job }: { job: Job }) => jobs.inc({ task: job.task_identifier, outcome }));
  return queues.add(ask);
};

/**
 * A job of the queue's own table that another of its key has replaced while it ran. The queue takes its key away and counts all its
 * attempts as used, so that it does not run again. It is done, not dead: its successor does the work.
 */
export const SUPERSEDED = "key is null and payload -> '_key' is not null";

export const QUEUE = `
  select count(*) filter (where is_available and run_at <= now())::int as waiting,
    coalesce(extract(epoch from now() - min(run_at) filter (where is_available and run_at <= now())), 0)::float as oldest,
    count(*) filter (where attempts >= max_attempts and locked_at is null and not (${SUPERSEDED}))::int as dead
  from graphile_worker._private_jobs`;
