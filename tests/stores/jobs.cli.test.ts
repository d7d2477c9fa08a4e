import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMigrations } from 'graphile-worker';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runJobs } from '../../kernel/jobs.ts';
import { createLog } from '../../kernel/log.ts';
import { startDatastores } from '../../scripts/datastores.ts';
import { deadJobs } from '../../scripts/jobs/dead.ts';
import { until } from '../support/client.ts';
import { freshDatabase } from '../support/stores.ts';

const DATABASES = ['users', 'orders', 'payments'] as const;
type Database = (typeof DATABASES)[number];
/** Open for passing through, so that PostgreSQL keeps its data here also where the tests run as root. */
const dir = mkdtempSync(join(tmpdir(), 'plexus-jobs-'));
chmodSync(dir, 0o711);
const urls = {} as Record<Database, string>;
const clients = {} as Record<Database, Client>;

const connected = async (connectionString: string): Promise<Client> => {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
};
beforeAll(async () => {
  for (const name of DATABASES) {
    urls[name] = await freshDatabase(name);
    await runMigrations({ connectionString: urls[name] });
    clients[name] = await connected(urls[name]);
  }
});
afterAll(async () => {
  await Promise.all(Object.values(clients).map((client) => client.end()));
  rmSync(dir, { recursive: true, force: true });
});

type Ended = Readonly<{ code: number; said: string; asides: string }>;
const environment = () =>
  Object.fromEntries(DATABASES.map((name) => [`${name.toUpperCase()}_DATABASE_URL`, urls[name]]));
const jobs = (args: readonly string[] = [], env: object = environment()): Promise<Ended> =>
  new Promise((done) => {
    const options = { env: { PATH: process.env.PATH, DATA_DIR: dir, ...env } };
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', 'scripts/jobs.ts', ...args],
      options,
      (_, said, asides) => done({ code: child.exitCode ?? -1, said, asides }),
    );
  });

const add = async (client: Client, task: string, payload: object = {}, when = '1 day'): Promise<string> => {
  const text = 'select id from graphile_worker.add_job($1, $2::json, run_at => now() + $3::interval)';
  return (await client.query<{ id: string }>(text, [task, JSON.stringify(payload), when])).rows[0]?.id ?? '';
};
const dead = async (
  client: Client,
  task: string,
  payload: object = {},
  error = 'broken',
): Promise<string> => {
  const id = await add(client, task, payload);
  await client.query(
    'update graphile_worker._private_jobs set attempts = max_attempts, last_error = $2 where id = $1',
    [id, error],
  );
  return id;
};
const state = async (client: Client, id: string) => {
  const { rows } = await client.query(
    'select attempts, max_attempts as tries, run_at <= now() as due from graphile_worker.jobs where id = $1',
    [id],
  );
  return rows[0] ?? null;
};
const empty = async () => {
  for (const client of Object.values(clients))
    await client.query('delete from graphile_worker._private_jobs');
};
const asAListing = (said: string): string[][] => said.split('\n').map((line) => line.trim().split(/ {2,}/));

test('the queues of all databases are shown without what their jobs are about, what gave up first', async () => {
  await empty();
  expect(await jobs()).toEqual({ code: 0, said: 'No job waits, and none gave up.\n', asides: '' });
  const waits = await add(clients.users, 'mail', { to: 'ada@example.com' });
  expect(await jobs()).toMatchObject({
    code: 0,
    said: expect.stringMatching(/^No job gave up, one waits\.\n/),
  });
  const gaveUp = await dead(
    clients.payments,
    'tellOrders',
    { paymentId: 'pay_secret' },
    'Refused <ada@example.com>\n  at smtp://u:pw@mail',
  );
  const swept = await dead(clients.orders, 'sweep', { _cron: { ts: '2026-11-23T03:23:00.000Z' } });
  const { code, said } = await jobs();
  const [head, names, ...rows] = asAListing(said.trimEnd());
  expect([code, head, names]).toEqual([
    1,
    ['2 jobs gave up, one waits.'],
    ['database', 'id', 'task', 'tries', 'since', 'next', 'last error'],
  ]);
  const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/);
  expect(rows).toEqual([
    ['gave up', 'orders', swept, 'sweep (timetable)', '25/25', at, 'broken'],
    ['gave up', 'payments', gaveUp, 'tellOrders', '25/25', at, 'Refused <[email]> at [address]mail'],
    ['waits', 'users', waits, 'mail', '0/25', at, at],
  ]);
  expect(said).not.toMatch(/pay_secret|ada@/);
});

test('what gave up runs again, by its id or all of a database, and is done by whoever works there', async () => {
  await empty();
  const [first, second] = [await dead(clients.orders, 'work'), await dead(clients.orders, 'work')];
  const elsewhere = await dead(clients.payments, 'work');
  expect(await jobs(['retry', 'orders', first])).toEqual({
    code: 0,
    said: `orders ${first} (work) runs again.\n`,
    asides: '',
  });
  expect(await state(clients.orders, first)).toEqual({ attempts: 0, tries: 25, due: true });
  expect(await state(clients.orders, second)).toMatchObject({ attempts: 25 });
  expect((await jobs(['retry', 'orders', '--all'])).said).toBe(`orders ${second} (work) runs again.\n`);
  expect(await jobs(['retry', 'orders', '--all'])).toMatchObject({
    code: 0,
    said: 'No job of orders has given up.\n',
  });
  expect(await state(clients.payments, elsewhere)).toMatchObject({ attempts: 25 });
  let done = 0;
  const work = async () => void done++;
  const running = await runJobs(urls.orders, { work }, createLog('orders', 'silent'));
  await until('both to be done', async () => done === 2 && (await state(clients.orders, second)) === null);
  await running.close();
});

test('only what has given up is changed: not what waits, runs, or is not there', async () => {
  await empty();
  const [waits, runs, gone] = [
    await add(clients.orders, 'work'),
    await dead(clients.orders, 'work'),
    await dead(clients.orders, 'work'),
  ];
  await clients.orders.query(
    "update graphile_worker._private_jobs set locked_at = now(), locked_by = 'w' where id = $1",
    [runs],
  );
  const left = (id: string) => `orders ${id} has not given up, or is not there: it is left alone.\n`;
  for (const what of ['retry', 'drop'])
    for (const id of [waits, runs, '999999'])
      expect(await jobs([what, 'orders', id])).toMatchObject({ code: 1, said: left(id) });
  expect([await state(clients.orders, waits), await state(clients.orders, runs)]).toMatchObject([
    { attempts: 0, due: false },
    { attempts: 25, due: false },
  ]);
  expect(await jobs(['retry', 'orders', gone, waits])).toMatchObject({
    code: 1,
    said: `orders ${gone} (work) runs again.\n${left(waits)}`,
  });
  const dropped = await dead(clients.orders, 'work');
  expect(await jobs(['drop', 'orders', dropped])).toMatchObject({
    code: 0,
    said: `orders ${dropped} (work) is dropped.\n`,
  });
  expect([await state(clients.orders, dropped), await state(clients.orders, gone)]).toEqual([
    null,
    expect.anything(),
  ]);
});

test('however many people run and drop the same jobs at once, each job is changed by one of them', async () => {
  await empty();
  const ids: string[] = [];
  for (let i = 0; i < 20; i++) ids.push(await dead(clients.payments, 'work'));
  const people = await Promise.all(Array.from({ length: 6 }, () => connected(urls.payments)));
  const changed = await Promise.all(
    people.map((client, i) => (i % 2 ? deadJobs.drop(client, ids) : deadJobs.retry(client, null))),
  );
  await Promise.all(people.map((client) => client.end()));
  expect(changed.flatMap((each) => each.map(({ id }) => id)).toSorted()).toEqual(ids.toSorted());
  const dropped = changed.filter((_, i) => i % 2).flat().length;
  const { rows } = await clients.payments.query('select attempts from graphile_worker.jobs');
  expect(rows).toEqual(Array.from({ length: 20 - dropped }, () => ({ attempts: 0 })));
});

test('what cannot be done is said in one sentence that says what to do', { timeout: 120_000 }, async () => {
  const nobody = await freshDatabase('users');
  const wrong: readonly (readonly [args: string[], env: object, said: RegExp])[] = [
    [['restart'], environment(), /say retry or drop/],
    [
      ['retry', 'products', '1'],
      environment(),
      /^There is no queue "products": it is one of users, orders, payments\.\n$/,
    ],
    [['retry', 'orders'], environment(), /^Say which jobs run again/],
    [['retry', 'orders', '1', '--all'], environment(), /^Say which jobs run again/],
    [['retry', 'orders', '1;2'], environment(), /^"1;2" is no id of a job/],
    [['drop', 'orders', '--all'], environment(), /^Say the one job that is dropped/],
    [
      ['retry', 'orders', '1'],
      { USERS_DATABASE_URL: urls.users },
      /^Nothing says where the database of orders is: set ORDERS_DATABASE_URL\.\n$/,
    ],
    [[], { USERS_DATABASE_URL: nobody }, /^The database of users has no queue/],
    [
      [],
      { USERS_DATABASE_URL: 'postgresql://u:hidden@127.0.0.1:1/users' },
      /^USERS_DATABASE_URL leads to 127\.0\.0\.1:1, which does not answer/,
    ],
    [[], {}, /^No shop has kept its queues in .*: set DATA_DIR, or USERS_DATABASE_URL, /],
  ];
  for (const [args, env, said] of wrong) {
    const ended = await jobs(args, env);
    expect(ended).toEqual({ code: 1, said: '', asides: expect.stringMatching(said) });
    expect(ended.asides).not.toMatch(/hidden|\n {4}at /);
  }
});

test('without addresses they are those of the shop that runs from the data folder, or of its stopped store', {
  timeout: 120_000,
}, async () => {
  const shop = await startDatastores({
    dir,
    only: ['postgres'],
    throwaway: true,
    env: { PATH: process.env.PATH },
  });
  const ids: string[] = [];
  try {
    for (const name of ['USERS_DATABASE_URL', 'ORDERS_DATABASE_URL', 'PAYMENTS_DATABASE_URL'] as const) {
      await runMigrations({ connectionString: shop.urls[name] });
      const client = await connected(shop.urls[name]);
      ids.push(await dead(client, 'work'));
      await client.end();
    }
    expect(await jobs([], {})).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^3 jobs gave up, none waits\.\n/),
      asides: '',
    });
    expect(await jobs(['retry', 'orders', ids[1] ?? ''], {})).toMatchObject({ code: 0 });
  } finally {
    await shop.stop();
  }
  expect(await jobs([], {})).toMatchObject({
    code: 1,
    asides: expect.stringMatching(/^The shop that runs from .* has its databases elsewhere/),
  });
  rmSync(join(dir, 'run.json'));
  const { code, said, asides } = await jobs([], {});
  expect([code, said.split('\n')[0], asides]).toEqual([
    1,
    '2 jobs gave up, one waits.',
    expect.stringMatching(/^Starting the PostgreSQL of /),
  ]);
});
