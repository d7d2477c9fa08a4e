import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PrismaClient } from '../../generated/payments/db/client.ts';
import { transactions } from '../../kernel/database.ts';
import { isOutage } from '../../kernel/outage.ts';
import { postgres } from '../../kernel/postgres.ts';
import { freshDatabase } from '../support/stores.ts';

let url: string;
let db: PrismaClient;
let other: Client;
beforeAll(async () => {
  url = await freshDatabase('payments');
  db = new PrismaClient({ adapter: postgres(url) });
  other = new Client({ connectionString: url });
  await other.connect();
  await other.query('create table shelf (id int primary key, units int not null)');
  await other.query('insert into shelf values (1, 10), (2, 10)');
});
afterAll(async () => {
  await other.end();
  await db.$disconnect();
});

type Tx = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];
const take = (tx: Tx, id: number) => tx.$executeRaw`update shelf set units = units - 1 where id = ${id}`;
const unitsOf = async (id: number): Promise<number> =>
  (await other.query('select units from shelf where id = $1', [id])).rows[0].units;
const thrown = (work: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(work).then(
    () => null,
    (error: unknown) => error,
  );

test('I15: two that lock the same rows in opposite order both succeed, each once', async () => {
  const [before, both] = [await Promise.all([unitsOf(1), unitsOf(2)]), { there: 0 }];
  let release = (): void => undefined;
  const met = new Promise<void>((resolve) => {
    release = resolve;
  });
  let runs = 0;
  const crossing = (first: number, second: number) =>
    transactions(db)(async (tx) => {
      runs++;
      await take(tx, first);
      both.there++;
      if (both.there === 2) release();
      await met;
      await take(tx, second);
    });
  await Promise.all([crossing(1, 2), crossing(2, 1)]);
  expect(runs).toBeGreaterThan(2);
  expect(await Promise.all([unitsOf(1), unitsOf(2)])).toEqual(before.map((units) => units - 2));
});

test('I15: what the database cannot put in order is tried again with the same work', async () => {
  const before = await unitsOf(1);
  let runs = 0;
  await transactions(db)(async (tx) => {
    runs++;
    await tx.$executeRaw`set transaction isolation level serializable`;
    await tx.$queryRaw`select units from shelf where id = 1`;
    if (runs === 1) await other.query('update shelf set units = units - 1 where id = 1');
    await take(tx, 1);
  });
  expect(runs).toBe(2);
  expect(await unitsOf(1)).toBe(before - 2);
});

test('I15: a conflict that does not end is an outage to try again after, not a fault', async () => {
  let runs = 0;
  const error = await thrown(
    transactions(db)(async (tx) => {
      runs++;
      await tx.$executeRaw`set transaction isolation level serializable`;
      await tx.$queryRaw`select units from shelf where id = 1`;
      await other.query('update shelf set units = units - 1 where id = 1');
      await take(tx, 1);
    }),
  );
  expect(runs).toBe(4);
  expect(isOutage(error)).toBe(true);
});

test('I15: a row that somebody keeps locked is an outage within the time of a store', async () => {
  await other.query('begin');
  await other.query('update shelf set units = units where id = 1');
  const errors = await Promise.all([
    thrown(transactions(db)((tx) => take(tx, 1))),
    thrown(db.$executeRaw`update shelf set units = 0 where id = 1`),
  ]);
  await other.query('rollback');
  expect(errors.map(isOutage)).toEqual([true, true]);
  expect(await unitsOf(1)).not.toBe(0);
});

test('I15: when all connections are busy, who waits too long is told so', async () => {
  const busy = Array.from({ length: 10 }, () => thrown(db.$queryRaw`select 1 from pg_sleep(2.8)`));
  const error = await thrown(db.$queryRaw`select 1`);
  expect(await Promise.all(busy)).toEqual(busy.map(() => null));
  expect(isOutage(error)).toBe(true);
  expect(await thrown(db.$queryRaw`select 1`)).toBeNull();
});

test('I15: a database that takes no writes after a failover is an outage for writes, and still read', async () => {
  await other.query(
    `alter database ${new URL(url).pathname.slice(1)} set default_transaction_read_only = on`,
  );
  const failed = new PrismaClient({ adapter: postgres(url) });
  const errors = [
    await thrown(failed.$executeRaw`update shelf set units = 0 where id = 1`),
    await thrown(transactions(failed)((tx) => take(tx, 1))),
  ];
  const rows = await failed.$queryRaw<unknown[]>`select units from shelf`;
  await failed.$disconnect();
  await other.query(`alter database ${new URL(url).pathname.slice(1)} reset default_transaction_read_only`);
  expect(errors.map(isOutage)).toEqual([true, true]);
  expect(rows).toHaveLength(2);
});
