import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rebuildEntries } from '../../subgraphs/products/search/store.mongo.ts';
import {
  aProduct,
  type Catalogue,
  codes,
  eur,
  openCatalogue,
  soon,
  staff,
  value,
} from '../support/catalogue.ts';
import { until } from '../support/client.ts';
import { freshMongo } from '../support/stores.ts';

let shop: Catalogue;
let isAway = false;
const told = new Set<string>();
const publish = async (tags: readonly string[]): Promise<void> => {
  if (isAway) throw new Error('nobody listens');
  for (const tag of tags) told.add(tag);
};
beforeAll(async () => {
  shop = await openCatalogue(freshMongo(), { publish });
});
afterAll(() => shop.close());

/** All that is told when nothing is left to tell. */
const news = async (): Promise<string[]> => {
  await until('all changes to be told', async () => (await left()) === 0);
  return [...told].sort();
};
const left = async (): Promise<number> =>
  (await shop.db.products.countDocuments({ news: { $exists: true } })) +
  (await shop.db.trees.countDocuments({ 'news.0': { $exists: true } }));
const silence = async (): Promise<void> => {
  await news();
  told.clear();
};

describe('a change of the catalogue is told to whoever keeps copies', () => {
  let product: Awaited<ReturnType<typeof aProduct>>;
  let variantId: string;
  beforeEach(async () => {
    isAway = false;
    product = await aProduct(shop);
    variantId = product.variants[0]?.id ?? '';
    await silence();
  });
  const alone = () => [`product:${product.id}`];
  const inLists = () => [`product:${product.id}`, 'products:list'];

  test('a new product, with the lists that it may be in', async () => {
    const { id } = await aProduct(shop);
    expect(await news()).toEqual([`product:${id}`, 'products:list']);
  });

  test('a price, a title, the end of its sale', async () => {
    value(await shop.use.productVariantUpdate({ id: variantId, price: eur(800) }));
    expect(await news()).toEqual(inLists());
    told.clear();
    value(await shop.use.productUpdate({ id: product.id, title: 'Other' }));
    expect(await news()).toEqual(inLists());
    told.clear();
    value(await shop.use.productArchive(product.id));
    expect(await news()).toEqual(inLists());
  });

  test('the last one gone and one there again, but no change in between', async () => {
    const set = (to: number, from: number) => shop.use.stockSet({ variantId, to, from, reason: 'count' });
    value(await set(5, 10));
    expect(await news()).toEqual([]);
    value(await set(0, 5));
    expect(await news()).toEqual(inLists());
    told.clear();
    value(await set(3, 0));
    expect(await news()).toEqual(inLists());
  });

  test('a review once it counts, its reply for the product alone, and none that is refused', async () => {
    const input = { productId: product.id, rating: 5, title: 'Good', body: 'Good.' };
    const { id } = value(await shop.use.reviewCreate(staff, input));
    expect(await news()).toEqual(inLists());
    told.clear();
    value(await shop.use.reviewReply({ id, body: 'Thank you.' }));
    expect(await news()).toEqual(alone());
    told.clear();
    expect(codes(await shop.use.reviewCreate(staff, input))).toEqual(['ALREADY_EXISTS']);
    expect(await news()).toEqual([]);
  });

  test('a product that nobody sees, without the lists', async () => {
    const draft = await aProduct(shop, { status: 'DRAFT' });
    await silence();
    value(await shop.use.productUpdate({ id: draft.id, title: 'Other' }));
    expect(await news()).toEqual([`product:${draft.id}`]);
  });

  test('a text of a category by its id; a new one, another name or place as everything', async () => {
    const category = value(await shop.use.categoryCreate({ name: 'Told' }));
    expect(await news()).toEqual(['products']);
    told.clear();
    value(await shop.use.categoryUpdate({ id: category.id, description: 'All of it.' }));
    expect(await news()).toEqual([`category:${category.id}`]);
    told.clear();
    value(await shop.use.categoryUpdate({ id: category.id, name: 'Told again' }));
    expect(await news()).toEqual(['products']);
  });

  test('an index that was made anew, as everything', async () => {
    await rebuildEntries(shop.db, () => undefined);
    await shop.ports.news.tellLeft(new Date());
    expect(await news()).toEqual(['products']);
  });

  test('while nobody listens, later', async () => {
    isAway = true;
    value(await shop.use.productUpdate({ id: product.id, title: 'Other' }));
    await expect(shop.ports.news.tellLeft(soon())).rejects.toThrow('nobody listens');
    expect([...told]).toEqual([]);
    isAway = false;
    await shop.ports.news.tellLeft(soon());
    expect(await news()).toEqual(inLists());
  });
});
