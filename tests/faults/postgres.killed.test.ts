import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PrismaClient } from '../../generated/payments/db/client.ts';
import { transactions } from '../../kernel/database.ts';
import { addJob, runJobs } from '../../kernel/jobs.ts';
import type { Resource } from '../../kernel/lifecycle.ts';
import { createLog } from '../../kernel/log.ts';
import { isOutage } from '../../kernel/outage.ts';
import { postgres } from '../../kernel/postgres.ts';
import { type Datastores, startDatastores } from '../../scripts/datastores.ts';
import { migrate } from '../../scripts/migrate.ts';
import { until } from '../support/client.ts';

const RESCUE_MS = 200;
const log = createLog('payments', 'silent');
const warned = vi.spyOn(log, 'warn');
/** Outcomes of jobs that the queue could not write. */
const unwritten = () =>
  warned.mock.calls.filter(([, message]) => /^the outcome of a job/.test(String(message)));

let dir: string;
let stores: Datastores;
let db: PrismaClient;
let jobs: Resource;
let done = 0;
/** Jobs that end when the test says. */
const slow = { begun: 0, ends: [] as (() => void)[] };
const uncaught: unknown[] = [];
const onUncaught = (error: unknown): void => void uncaught.push(error);

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'plexus-killed-'));
  stores = await startDatastores({
    dir,
    env: { PATH: process.env.PATH },
    only: ['postgres'],
    throwaway: true,
  });
  const { PAYMENTS_DATABASE_URL } = stores.urls;
  await migrate({ PAYMENTS_DATABASE_URL });
  db = new PrismaClient({ adapter: postgres(PAYMENTS_DATABASE_URL) });
  const work = async (): Promise<void> => {
    await db.$queryRaw`select 1 from pg_sleep(0.01)`;
    done++;
  };
  const wait = (): Promise<void> =>
    new Promise((resolve) => {
      slow.ends.push(resolve);
      slow.begun++;
    });
  const fail = (): Promise<void> => wait().then(() => Promise.reject(new Error('the task failed')));
  jobs = await runJobs(PAYMENTS_DATABASE_URL, { work, slow: wait, failing: fail }, log, '', RESCUE_MS);
  process.on('uncaughtException', onUncaught);
});
afterAll(async () => {
  await jobs.close();
  await db.$disconnect();
  await stores.stop();
  process.off('uncaughtException', onUncaught);
  rmSync(dir, { recursive: true, force: true });
});

const errors: unknown[] = [];
const attempt = (work: () => PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(work()).then(
    () => true,
    (error: unknown) => {
      errors.push(error);
      return false;
    },
  );

/** What a process does while its database goes: plain statements, transactions that are open, and jobs. */
const traffic = () => [
  attempt(() => db.$queryRaw`select 1 from pg_sleep(0.5)`),
  attempt(() => db.$queryRaw`select 1`),
  attempt(() => transactions(db)((tx) => tx.$queryRaw`select 1 from pg_sleep(0.5)`)),
  attempt(() => addJob(db, 'work', {})),
];

test.each([1, 4])(
  'C08: %i jobs that finished while the database was down are recorded as done, and others run afterwards',
  async (count) => {
    const server = stores.services.postgres;
    await until('a job to be done', async () => {
      await attempt(() => addJob(db, 'work', {}));
      return done > 0;
    });
    const begun = slow.begun;
    for (let i = 0; i < count; i++)
      await until('a slow job to be added', () => attempt(() => addJob(db, 'slow', {})) as Promise<boolean>);
    await until('them to begin', async () => slow.begun === begun + count);
    await server?.kill('SIGKILL');
    const before = unwritten().length;
    for (const end of slow.ends.splice(0)) end();
    await until(
      'the queue to give up on the outcomes',
      async () => unwritten().length >= before + count,
      30_000,
    );
    await server?.start();
    const left =
      'select count(*)::int as count from graphile_worker._private_jobs where locked_at is not null';
    await until(
      'no job to be locked',
      async () => ((await db.$queryRawUnsafe(left)) as { count: number }[])[0]?.count === 0,
      30_000,
    );
    expect(slow.begun, 'a job that is done is not done again').toBe(begun + count);
    const worked = done;
    await until('a job to be added', () => attempt(() => addJob(db, 'work', {})) as Promise<boolean>, 30_000);
    await until('jobs to be done again', async () => done > worked, 30_000);
  },
);

test('C08: a job that failed while the database was down is recorded as failed and tried again', async () => {
  const server = stores.services.postgres;
  const begun = slow.begun;
  await until('a job to be added', () => attempt(() => addJob(db, 'failing', {})) as Promise<boolean>);
  await until('it to begin', async () => slow.begun > begun);
  await server?.kill('SIGKILL');
  const before = unwritten().length;
  for (const end of slow.ends.splice(0)) end();
  await until('the queue to give up on the outcome', async () => unwritten().length > before, 30_000);
  await server?.start();
  await until('it to be tried again', async () => slow.begun > begun + 1, 30_000);
  const errors = await db.$queryRawUnsafe(
    "select last_error from graphile_worker._private_jobs where last_error = 'the task failed'",
  );
  expect(errors).toHaveLength(1);
  await db.$queryRawUnsafe(
    "select graphile_worker.permanently_fail_jobs(array(select id from graphile_worker.jobs where task_identifier = 'failing'), 'over')::text",
  );
  for (const end of slow.ends.splice(0)) end();
});

test.each(['SIGKILL', 'SIGQUIT', 'SIGINT', 'SIGKILL'] as const)(
  'C08: a database that ends by %s is an outage, ends no process, and is used again',
  async (signal) => {
    const server = stores.services.postgres;
    const before = done;
    const under = [...traffic(), ...traffic(), ...traffic()];
    await server?.kill(signal);
    const after = traffic();
    await Promise.all([...under, ...after]);
    await server?.start();
    await until(
      'the database to be used again',
      () => attempt(() => addJob(db, 'work', {})) as Promise<boolean>,
      30_000,
    );
    await until('jobs to be done again', async () => done > before, 30_000);
    expect(errors.filter((error) => !isOutage(error))).toEqual([]);
    expect(uncaught).toEqual([]);
  },
);
