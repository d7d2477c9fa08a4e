import type { Client } from 'pg';
import { SUPERSEDED } from '../../kernel/jobMetrics.ts';

export type Job = Readonly<{ id: string; task: string }>;
export type Shown = Job &
  Readonly<{
    isDead: boolean;
    isOfTimetable: boolean;
    attempts: number;
    tries: number;
    since: Date;
    next: Date;
    error: string | null;
  }>;
export type Queue = Readonly<{ database: string; dead: number; waiting: number; jobs: readonly Shown[] }>;

/** A queue may hold any number of jobs; those that gave up come first. */
const MOST = 200;

const HAS_GIVEN_UP = `attempts >= max_attempts and locked_at is null and not (${SUPERSEDED})`;
/** Locked while they are looked at: whoever comes second, or a worker, finds what the first has made of them. */
const THEM = `array(select id from graphile_worker._private_jobs where ${HAS_GIVEN_UP} and ($1::bigint[] is null or id = any($1)) order by id for update)`;
const NAMED =
  'select j.id, t.identifier as task from changed j join graphile_worker._private_tasks t on t.id = j.task_id order by j.id';

const COUNT = `
  select count(*) filter (where ${HAS_GIVEN_UP})::int as dead, count(*) filter (where attempts < max_attempts)::int as waiting
  from graphile_worker._private_jobs where locked_at is null`;
const LIST = `
  select j.id, j.task_identifier as task, j.attempts >= j.max_attempts as "isDead", p.payload -> '_cron' is not null as "isOfTimetable",
    j.attempts, j.max_attempts as tries, j.created_at as since, j.run_at as next, j.last_error as error
  from graphile_worker.jobs j join graphile_worker._private_jobs p using (id)
  where j.locked_at is null and not (p.key is null and p.payload -> '_key' is not null) order by "isDead" desc, j.run_at, j.id limit ${MOST}`;
const RETRY = `with changed as (select * from graphile_worker.reschedule_jobs(${THEM}, run_at => now(), attempts => 0)) ${NAMED}`;
const DROP = `with changed as (select * from graphile_worker.complete_jobs(${THEM})) ${NAMED}`;

/** What waits and what gave up, as the queue itself has it; what a job is about is not read, for it may be of a person. */
const look = async (client: Client, database: string): Promise<Queue> => {
  const { rows: counted } = await client.query<{ dead: number; waiting: number }>(COUNT);
  const { rows: jobs } = await client.query<Shown>(LIST);
  return { database, dead: 0, waiting: 0, ...counted[0], jobs };
};

/** Gives jobs that gave up all their tries again, and answers which; `ids` null means all. */
const retry = async (client: Client, ids: readonly string[] | null): Promise<readonly Job[]> =>
  (await client.query<Job>(RETRY, [ids])).rows;

/** Takes jobs that gave up out of the queue, and answers which. */
const drop = async (client: Client, ids: readonly string[] | null): Promise<readonly Job[]> =>
  (await client.query<Job>(DROP, [ids])).rows;

export const deadJobs = { look, retry, drop };
