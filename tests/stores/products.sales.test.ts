import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId, type ProductId } from '../../kernel/ids.ts';
import type { Product } from '../../subgraphs/products/catalogue/product.ts';
import { relatedTo } from '../../subgraphs/products/search/similar.ts';
import { aProduct, type Catalogue, guest, openCatalogue, soon, value } from '../support/catalogue.ts';
import { until } from '../support/client.ts';
import { freshMongo } from '../support/stores.ts';

const DAY_MS = 86_400_000;
const url = freshMongo();
let shop: Catalogue;
let later: Catalogue;
let tomorrow: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue(url);
  later = await openCatalogue(url, { now: () => soon(3_600_000) });
  tomorrow = await openCatalogue(url, { now: () => soon(DAY_MS + 7_200_000) });
});
afterAll(() => Promise.all([shop.close(), later.close(), tomorrow.close()]));

type Line = readonly [product: Product, quantity: number];
const linesOf = (lines: readonly Line[]) =>
  lines.map(([{ variants }, quantity]) => ({ variantId: variants[0]?.id ?? '', quantity }));
const buy = async (...lines: readonly Line[]) => {
  const order = newId('ord');
  await shop.use.stockReserve(order, linesOf(lines), soon());
  expect(await shop.use.stockCommit(order)).toEqual({ committed: true });
  return order;
};
const now = async ({ id }: { id: ProductId }): Promise<Product> => {
  const [product] = await shop.ports.products.find([id]);
  if (!product) throw new Error('The product is gone.');
  return product;
};
/** Sweeps until it is counted: a sale that reaches the ledger beside a count leaves it to the next one. */
const counted = (at: Catalogue, isCounted: () => Promise<boolean>) =>
  until('the count', async () => {
    await at.use.sweep();
    return isCounted();
  });
const hasSold =
  (...expected: readonly Line[]) =>
  async () =>
    (await Promise.all(expected.map(async ([product, sold]) => (await now(product)).sold === sold))).every(
      Boolean,
    );
const related = async (product: { id: ProductId }) => (await relatedTo(shop.ports)([await now(product)]))[0];

describe('what a product has sold', () => {
  test('puts the best selling first, counted in the background', async () => {
    const brand = newId('key');
    const [few, many] = [await aProduct(shop, { brand }), await aProduct(shop, { brand })];
    await buy([few, 2]);
    await buy([many, 4]);
    await buy([many, 5]);
    await counted(later, hasSold([few, 2], [many, 9]));
    const best = await shop.use.productsSearch(guest, { filter: { brands: [brand] }, sort: 'BEST_SELLING' });
    expect(best.nodes.map(({ id }) => id)).toEqual([many.id, few.id]);
  });

  test('is what it sold in the last 90 days: what is older falls out by itself, day by day', async () => {
    const product = await aProduct(shop);
    await buy([product, 3]);
    await buy([product, 4]);
    await counted(later, hasSold([product, 7]));
    const aged = (days: number) => ({ $set: { at: new Date(Date.now() - days * DAY_MS) } });
    await shop.db.movements.updateOne({ productId: product.id, kind: 'COMMIT', onHandDelta: -3 }, aged(91));
    await shop.db.movements.updateOne({ productId: product.id, kind: 'COMMIT', onHandDelta: -4 }, aged(88));
    await counted(tomorrow, hasSold([product, 4]));
    await shop.db.movements.updateOne({ productId: product.id, kind: 'COMMIT', onHandDelta: -4 }, aged(92));
    await shop.db.products.updateOne({ _id: product.id }, { $set: { recountAt: new Date() } });
    const isOver = async () =>
      (await shop.db.products.countDocuments({ _id: product.id, recountAt: { $exists: true } })) === 0;
    await counted(tomorrow, async () => (await hasSold([product, 0])()) && isOver());
  });
});

describe('related products', () => {
  test('share most with the product, and are sold', async () => {
    const category = value(await shop.use.categoryCreate({ name: 'Alike' }));
    const like = (over: object) => aProduct(shop, { tags: ['one', 'two'], ...over });
    const product = await like({ categoryIds: [category.id] });
    const [tags, both, one] = [
      await like({}),
      await like({ categoryIds: [category.id] }),
      await like({ tags: ['two'] }),
    ];
    await like({ status: 'DRAFT' });
    expect(await related(product)).toEqual([both.id, tags.id, one.id]);
    expect(await related(await aProduct(shop))).toEqual([]);
  });

  test('are those that were bought in the same order, once for each order, and stay so when something comes back', async () => {
    const [mug, spoon, plate, alone] = [
      await aProduct(shop),
      await aProduct(shop),
      await aProduct(shop),
      await aProduct(shop),
    ];
    await buy([mug, 1], [plate, 1]);
    const order = await buy([mug, 1], [spoon, 2]);
    await buy([spoon, 1], [mug, 1]);
    await buy([alone, 1]);
    for (let i = 0; i < 2; i++) {
      await shop.use.stockCommit(order);
      await Promise.all([later.use.sweep(), later.use.sweep()]);
    }
    await shop.use.stockReturn(order, linesOf([[spoon, 2]]), 'back');
    const along = [
      { id: spoon.id, count: 2 },
      { id: plate.id, count: 1 },
    ];
    await counted(later, async () => isDeepStrictEqual((await now(mug)).along, along));
    expect(await related(mug)).toEqual([spoon.id, plate.id]);
    expect(await related(alone)).toEqual([]);
  });

  test('of an order that was never paid are none', async () => {
    const [a, b] = [await aProduct(shop), await aProduct(shop)];
    const order = newId('ord');
    await shop.use.stockReserve(
      order,
      linesOf([
        [a, 1],
        [b, 1],
      ]),
      soon(),
    );
    await shop.use.stockRelease(order);
    await later.use.sweep();
    expect((await now(a)).along).toEqual([]);
  });
});
