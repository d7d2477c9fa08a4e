import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lowestBefore } from '../../subgraphs/products/catalogue/price.ts';
import { priceOf } from '../../subgraphs/products/catalogue/product.ts';
import { productCreate } from '../../subgraphs/products/catalogue/productCreate.ts';
import { seed } from '../../subgraphs/products/seed.ts';
import { openCatalogue } from '../../subgraphs/products/store.catalogue.ts';
import { freshMongo } from '../support/stores.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'plexus-seed-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const env = () => ({
  NODE_ENV: 'development' as const,
  MONGODB_URL: freshMongo(),
  DATA_DIR: dir,
  FILES_S3_REGION: 'us-east-1',
});
const fileCount = async (): Promise<number> =>
  (await readdir(dir, { recursive: true })).filter((name) => /\.\w+$/.test(name)).length;

test('an empty shop is filled once: at least forty products with pictures, reviews, stock, offers and sales', {
  timeout: 120_000,
}, async () => {
  const here = env();
  expect(await seed(here)).toBeGreaterThanOrEqual(40);
  const files = await fileCount();
  const { ports, all, close } = await openCatalogue(here);
  const products = [];
  for await (const product of all()) products.push(product);
  expect(
    products.every(
      ({ media, status, inStock, categoryIds }) =>
        media.length > 0 && status === 'ACTIVE' && inStock && categoryIds.length,
    ),
  ).toBe(true);
  expect(products.every(({ ratings }) => ratings.some((count) => count > 0))).toBe(true);
  const offers = products
    .flatMap(({ variants }) => variants)
    .filter(({ compareAtPrice }) => compareAtPrice !== null);
  expect(offers.length).toBeGreaterThan(4);
  for (const variant of offers)
    expect(lowestBefore(variant.prices)?.amount).toBeGreaterThan(priceOf(variant).amount);
  const sold = products.map(({ sold: units }) => units).sort((a, b) => b - a);
  expect(sold[0]).toBeGreaterThan(3 * (sold[12] ?? 0));
  expect(products.filter(({ along }) => along.length > 0).length).toBeGreaterThan(10);
  const units = sold.reduce((all, each) => all + each, 0);
  expect((await ports.categories.tree()).filter(({ parentId }) => parentId === null)).toHaveLength(4);
  await close();
  expect(await seed(here)).toBe(0);
  expect(await fileCount()).toBe(files);
  expect(await soldIn(here)).toBe(units);
});

const soldIn = async (here: ReturnType<typeof env>): Promise<number> => {
  const { all, close } = await openCatalogue(here);
  let units = 0;
  for await (const { sold } of all()) units += sold;
  await close();
  return units;
};

test('a shop with products of its own is left alone, and so is production', async () => {
  const here = env();
  const { ports, count, close } = await openCatalogue(here);
  const mug = await productCreate(ports)(
    { kind: 'service', name: 'test', onBehalfOf: null },
    {
      title: 'Own Mug',
      variants: [{ sku: 'OWN', price: { amount: 100, currency: 'EUR' }, selectedOptions: [] }],
    },
  );
  expect(mug.ok).toBe(true);
  expect(await seed(here)).toBe(0);
  expect(await seed({ ...env(), NODE_ENV: 'production' })).toBe(0);
  expect(await count()).toBe(1);
  await close();
});
