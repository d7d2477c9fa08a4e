import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrismaClient } from '../generated/orders/db/client.ts';
import type { SalesReportBy } from '../generated/orders/types.ts';
import { postgres } from '../kernel/postgres.ts';
import { startDatastores } from '../scripts/datastores.ts';
import { migrate } from '../scripts/migrate.ts';
import { prismaAudit } from '../subgraphs/orders/backOffice/audit.store.prisma.ts';
import { prismaSales } from '../subgraphs/orders/backOffice/store.prisma.ts';
import { prismaOrders } from '../subgraphs/orders/order/store.prisma.ts';
import { fill } from './reports/fill.ts';

/** `npx tsx bench/reports.ts [orders]`: fills a shop with 100,000 orders and times reports over two years, pages of orders, and the books. */
const COUNT = Number(process.argv[2] ?? 100_000);
const RUNS = 5;
const YEARS = { from: new Date(Date.now() - 729.3 * 86_400_000), to: new Date(), currency: 'EUR' };

const dir = mkdtempSync(join(tmpdir(), 'plexus-bench-'));
const stores = await startDatastores({ dir, env: process.env, only: ['postgres'], throwaway: true });

const timed = async (what: string, work: () => Promise<unknown>, runs = RUNS): Promise<void> => {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  const [middle] = times.sort((a, b) => a - b).slice(Math.floor(runs / 2));
  console.log(`${what.padEnd(44)} ${Math.round(middle ?? 0)} ms`);
};

try {
  const { ORDERS_DATABASE_URL: url } = stores.urls;
  await migrate({ ORDERS_DATABASE_URL: url });
  await timed(`${COUNT} orders are written`, () => fill(url, COUNT), 1);
  const db = new PrismaClient({ adapter: postgres(url) });
  const [sales, books, orders] = [prismaSales(db), prismaAudit(db), prismaOrders(db)];
  await timed('all are counted for another time zone', () => sales.keepZone('Europe/Berlin'), 1);
  for (const by of [
    'DAY',
    'WEEK',
    'MONTH',
    'PRODUCT',
    'CATEGORY',
  ] as const satisfies readonly SalesReportBy[])
    await timed(`a report of two years by ${by.toLowerCase()}`, () => sales.by(by, YEARS));
  await timed('the total of two years', () => sales.total(YEARS));
  await timed('a page of 20 orders', () =>
    orders.page({ ownerId: null, filter: null }, { first: 20, after: null }),
  );
  await timed('the books of 200 orders', () => books.orders(null, 200));
  await db.$disconnect();
} finally {
  await stores.stop();
  rmSync(dir, { recursive: true, force: true });
}
