import { Client } from 'pg';
import { expect, test, vi } from 'vitest';
import { unavailable } from '../../kernel/errors.ts';
import { addJob, runJobs } from '../../kernel/jobs.ts';
import { createLog } from '../../kernel/log.ts';
import { registry } from '../../kernel/metrics.ts';
import { sqlClient } from '../support/sql.ts';
import { freshDatabase } from '../support/stores.ts';

/** What the process says of a metric, by its labels. */
const figures = async (name: string): Promise<Record<string, number>> => {
  const lines = (await registry.metrics()).split('\n').filter((line) => line.startsWith(name));
  return Object.fromEntries(
    lines.map((line) => [
      line.slice(name.length, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' '))),
    ]),
  );
};

test('jobs are counted by outcome, and jobs without a worker are counted as waiting', async () => {
  const connectionString = await freshDatabase('payments');
  const fail = async () => {
    throw new Error('broken');
  };
  const jobs = await runJobs(
    connectionString,
    { remind: async () => undefined, break: fail },
    createLog('payments', 'silent'),
  );
  expect(await figures('plexus_jobs_total')).toMatchObject({
    '{task="remind",outcome="done"}': 0,
    '{task="break",outcome="dead"}': 0,
  });

  const db = await sqlClient(connectionString);
  await addJob(db, 'remind', {});
  await addJob(db, 'break', {}, { maxAttempts: 1 });
  await addJob(db, 'unknownTask', {});
  const settled = async () => {
    expect(await figures('plexus_jobs_total')).toMatchObject({
      '{task="remind",outcome="done"}': 1,
      '{task="break",outcome="failed"}': 1,
      '{task="break",outcome="dead"}': 1,
    });
    expect([await figures('plexus_jobs_waiting'), await figures('plexus_jobs_dead')]).toEqual([
      { '': 1 },
      { '': 1 },
    ]);
    expect((await figures('plexus_jobs_oldest_seconds'))['']).toBeGreaterThan(0);
  };
  await vi.waitFor(settled, { timeout: 20_000 });
  await jobs.close();
  await db.end();
  // Where nobody answers any more, what was said last stands: no figure falls because a database is away.
  expect(await figures('plexus_jobs_waiting')).toEqual({ '': 1 });
});

test('an outage costs a job no attempt and is retried within seconds; any other failure costs one attempt', async () => {
  const connectionString = await freshDatabase('payments');
  const tasks = {
    call: () => Promise.reject(unavailable('orders')),
    break: () => Promise.reject(new Error('broken')),
  };
  const jobs = await runJobs(connectionString, tasks, createLog('payments', 'silent'));
  const db = new Client({ connectionString });
  await db.connect();
  const tried = Object.keys(tasks).map(
    (task) => `select id from graphile_worker.add_job('${task}', run_at => now() + interval '1 day')`,
  );
  for (const add of tried) await db.query(add);
  await db.query('update graphile_worker._private_jobs set attempts = 8, run_at = now()');
  const soon =
    "select task_identifier as task, attempts, run_at < now() + interval '60 s' as soon from graphile_worker.jobs";
  const settled = async () => {
    const { rows } = await db.query(`${soon} where last_error is not null order by 1`);
    expect(rows).toMatchObject([
      { task: 'break', attempts: 9, soon: false },
      { task: 'call', soon: true },
    ]);
    expect(rows[1].attempts).toBeLessThan(3);
  };
  await vi.waitFor(settled, { timeout: 20_000 });
  await jobs.close();
  await db.end();
});
