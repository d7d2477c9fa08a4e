import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unavailable } from '../../kernel/errors.ts';
import { QUEUE } from '../../kernel/jobMetrics.ts';
import { addJob, runJobs } from '../../kernel/jobs.ts';
import { createLog } from '../../kernel/log.ts';
import { deadJobs } from '../../scripts/jobs/dead.ts';
import { until } from '../support/client.ts';
import { sqlClient } from '../support/sql.ts';
import { freshDatabase } from '../support/stores.ts';

const RESCUE_MS = 100;
let connectionString: string;
let client: Client;
beforeAll(async () => {
  connectionString = await freshDatabase('orders');
  client = new Client({ connectionString });
  await client.connect();
});
afterAll(() => client.end());

const log = createLog('orders', 'silent');
const jobsOf = async (task: string) =>
  (
    await client.query(
      'select id, attempts, max_attempts from graphile_worker.jobs where task_identifier = $1',
      [task],
    )
  ).rows;
const dead = async (): Promise<number> => (await client.query(QUEUE)).rows[0].dead;

test('C01, R19: a job that was replaced while a process that died had it is done, not dead', async () => {
  const first = await runJobs(connectionString, {}, log);
  await first.close();
  const db = await sqlClient(connectionString);
  const add = (round: number) => addJob(db, 'advance', { round }, { key: 'advance:1' });
  await add(1);
  await client.query(
    "update graphile_worker._private_jobs set locked_by = 'dead', locked_at = now() - interval '1 minute', attempts = 1",
  );
  await add(2);
  const rounds: unknown[] = [];
  const advance = async (payload: unknown) => void rounds.push(payload);
  const jobs = await runJobs(connectionString, { advance }, log, '', RESCUE_MS);
  await until('the replaced job to leave', async () => (await jobsOf('advance')).length === 0, 20_000);
  await jobs.close();
  expect(rounds, 'only the successor ran, and it was given its payload alone').toEqual([{ round: 2 }]);
  await db.end();
});

test.each([
  ['a fault of its own', () => new Error('broken')],
  ['an outage', () => unavailable('payments')],
])(
  'C01: a job that fails by %s after it was replaced is done, not dead, and does not run again',
  async (name, fault) => {
    const db = await sqlClient(connectionString);
    const task = name.replaceAll(' ', '_');
    const rounds: number[] = [];
    const work = async (payload: unknown): Promise<void> => {
      const { round } = payload as { round: number };
      rounds.push(round);
      if (round === 2) return;
      await addJob(db, task, { round: 2 }, { key: task });
      throw fault();
    };
    const jobs = await runJobs(connectionString, { [task]: work }, log, '', RESCUE_MS);
    await addJob(db, task, { round: 1 }, { key: task });
    await until('both to be over', async () => (await jobsOf(task)).length === 0, 20_000);
    await jobs.close();
    expect(rounds).toEqual([1, 2]);
    await db.end();
  },
);

test('C01: until it is removed, a replaced job is not counted and not shown as one that gave up; one without attempts left is', async () => {
  const db = await sqlClient(connectionString);
  await addJob(db, 'replaced', {}, { key: 'replaced' });
  await addJob(db, 'gaveUp', {}, { key: 'gaveUp' });
  await addJob(db, 'gaveUpWithoutKey', {});
  await client.query(
    "update graphile_worker._private_jobs set attempts = max_attempts, key = nullif(key, 'replaced')",
  );
  expect(await dead()).toBe(2);
  const { jobs } = await deadJobs.look(client, 'orders');
  expect(jobs.map(({ task }) => task).sort()).toEqual(['gaveUp', 'gaveUpWithoutKey']);
  expect((await deadJobs.retry(client, null)).map(({ task }) => task)).toEqual([
    'gaveUp',
    'gaveUpWithoutKey',
  ]);
  await db.end();
});
