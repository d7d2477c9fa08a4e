import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createLog } from '../kernel/log.ts';
import { encodeCursor } from '../kernel/page.ts';
import type { Guest } from '../kernel/viewer.ts';
import { startDatastores } from '../scripts/datastores.ts';
import { toNobody } from '../subgraphs/products/invalidation/store.redis.ts';
import { loaders } from '../subgraphs/products/loaders.ts';
import { productSuggestions } from '../subgraphs/products/search/productSuggestions.ts';
import { productsSearch } from '../subgraphs/products/search/productsSearch.ts';
import { connectMongo } from '../subgraphs/products/store.connect.ts';
import { mongoPorts } from '../subgraphs/products/store.ports.ts';
import { fill } from './products/fill.ts';

/**
 * `npx tsx bench/products.ts [products] [rounds]`: what a shop reads of its catalogue, each beside the driver's own findOne of the same round.
 * On a MongoDB of its own, or that of MONGODB_URL, in a database that is dropped afterwards.
 */
const [, , products = '5000', rounds = '9'] = process.argv;
const FIRST = 20;
const PAGE = 200;
const ENTITIES = 100;
const ONES = 20;

const guest: Guest = { kind: 'guest', origin: { ip: null, userAgent: null } };
const nobody = async (): Promise<never> => {
  throw new Error('This bench asks no other service and keeps no picture.');
};
const unused = { url: () => '', take: nobody, remove: nobody };
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const since = performance.now();
  await work();
  return performance.now() - since;
};

const measure = async (url: string): Promise<void> => {
  const { db, resource } = await connectMongo(url);
  const others = {
    pictures: unused,
    publish: toNobody,
    purchases: { purchased: nobody },
    people: { nameOf: nobody },
  };
  const { ports, resource: ledger } = mongoPorts(db, createLog('products', 'silent'), others);
  const all = await fill(url, Number(products));
  const ids = all.flatMap(({ variants }) => variants.map(({ id }) => id));
  const newest = [...all].reverse();
  const before = newest[Math.min((PAGE - 1) * FIRST, newest.length) - 1];
  const after = before ? encodeCursor('NEWEST', [before.createdAt.getTime(), before.id]) : null;
  const search = (args: object) => productsSearch(ports)(guest, { first: FIRST, ...args });
  const turn = 0;
  const some = <T>(list: readonly T[], count: number): T[] =>
    Array.from({ length: count }, (_, i) => list[(turn + i * 7919) % list.length] as T);

  const one = async () => {
    for (const { id } of some(all, ONES)) await db.products.findOne({ _id: id });
  };
  const kinds: Readonly<Record<string, () => Promise<unknown>>> = {
    'search of two words': () => search({ query: 'striped mugs' }),
    'search, with its facets': async () => (await search({ query: 'striped mugs' })).facets(),
    'facets of all': async () => (await search({})).facets(),
    'facets under three filters': async () =>
      (
        await search({
          filter: { brands: ['Brand 7'], inStock: true, options: [{ name: 'Size', value: 'M' }] },
        })
      ).facets(),
    'page 1 and its facets': async () => (await search({ sort: 'NEWEST' })).facets(),
    'page 1, cheapest first': () => search({ sort: 'PRICE_ASC' }),
    [`page ${PAGE}`]: () => search({ sort: 'NEWEST', after }),
    'a hundred products': () =>
      loaders(ports)(guest).product.loadMany(some(all, ENTITIES).map(({ id }) => id)),
    'a hundred variants with their stock': async () => {
      const { variant, level } = loaders(ports)(guest);
      const criteria = some(ids, ENTITIES);
      await Promise.all([variant.loadMany(criteria), level.loadMany(criteria)]);
    },
    'related, of twenty': () =>
      Promise.all(some(all, FIRST).map((product) => loaders(ports)(guest).related.load(product))),
    suggestions: () => productSuggestions(ports)('stri', 8),
  };

  const ratios = new Map<string, number[]>();
  const times = new Map<string, number[]>();
  const ones: number[] = [];
  for (let round = 0; round < Number(rounds) + 1; round++)
    for (const [kind, work] of Object.entries(kinds)) {
      const base = (await timed(one)) / ONES;
      const spent = await timed(work);
      if (round === 0) continue;
      ones.push(base);
      ratios.set(kind, [...(ratios.get(kind) ?? []), spent / base]);
      times.set(kind, [...(times.get(kind) ?? []), spent]);
    }
  console.log(`${products} products; findOne ${median(ones).toFixed(2)} ms`);
  for (const [kind, spent] of times)
    console.log(
      `${kind.padEnd(38)} ${median(spent).toFixed(1).padStart(8)} ms  ${median(ratios.get(kind) ?? [])
        .toFixed(1)
        .padStart(7)} × findOne`,
    );
  await ledger.close();
  if (process.env.MONGODB_URL) await db.products.db.dropDatabase();
  await resource.close();
};

const dir = mkdtempSync(join(tmpdir(), 'plexus-bench-'));
const env = { ...process.env, PLEXUS_VENV: process.env.PLEXUS_VENV ?? resolve('.data/venv') };
const stores = process.env.MONGODB_URL
  ? { urls: { MONGODB_URL: process.env.MONGODB_URL }, stop: async () => undefined }
  : await startDatastores({ dir, env, only: ['mongodb'], throwaway: true });
try {
  const url = new URL(stores.urls.MONGODB_URL);
  url.pathname = `/bench_${process.pid}`;
  await measure(url.href);
} finally {
  await stores.stop();
  rmSync(dir, { recursive: true, force: true });
}
