import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProductFilter, ProductSort } from '../../generated/products/types.ts';
import {
  aProduct,
  aVariant,
  type Catalogue,
  eur,
  guest,
  openCatalogue,
  staff,
  value,
} from '../support/catalogue.ts';
import { until } from '../support/client.ts';
import { freshMongo } from '../support/stores.ts';

const url = freshMongo();
let shop: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue(url);
});
afterAll(() => shop.close());

const search = (args: Parameters<Catalogue['use']['productsSearch']>[1]) =>
  shop.use.productsSearch(guest, args);
const titles = async (args: Parameters<typeof search>[0]) =>
  (await search(args)).nodes.map(({ title }) => title);
const shirt = (size: string, colour: string, amount: number, onHand = 1) =>
  aVariant({
    price: eur(amount),
    onHand,
    selectedOptions: [
      { name: 'Size', value: size },
      { name: 'Colour', value: colour },
    ],
  });

describe('a search', () => {
  test('finds words whatever their case, accents and plurals', async () => {
    await aProduct(shop, { title: 'Crème Brûlée Torch', brand: 'Söder' });
    for (const query of ['creme brulee', 'CRÈME', 'torches', 'torch soder'])
      expect(await titles({ query }), query).toEqual(['Crème Brûlée Torch']);
    expect(await titles({ query: 'creme hammer' })).toEqual([]);
  });

  test('finds by SKU, option and description, and puts the title first', async () => {
    await aProduct(shop, { title: 'Plain Box', descriptionHtml: '<p>Goes with any quokka</p>' });
    await aProduct(shop, { title: 'Quokka Figure', variants: [aVariant({ sku: 'QF-77-X' })] });
    expect(await titles({ query: 'quokka' })).toEqual(['Quokka Figure', 'Plain Box']);
    expect(await titles({ query: 'qf-77-x' })).toEqual(['Quokka Figure']);
    expect(await titles({ query: 'QF77X' })).toEqual(['Quokka Figure']);
  });

  test('R24: finds joined words and words inside text without spaces, and the exact title first', async () => {
    await aProduct(shop, { title: 'Zyx-Wi Router Wide', tags: ['zyxwi'] });
    await aProduct(shop, { title: 'Zyxwi' });
    await aProduct(shop, { title: '東京塔限定杯' });
    expect((await titles({ query: 'zyxwi' }))[0]).toBe('Zyxwi');
    expect(await titles({ query: 'zyxwi' })).toHaveLength(2);
    expect(await titles({ query: '限定' })).toEqual(['東京塔限定杯']);
  });

  test('R23: a product is found by its slug as a browser sends it, and by one that was stored decomposed', async () => {
    const { slug, id } = await aProduct(shop, { title: `국 ${randomUUID()}` });
    const forms = [slug, slug.normalize('NFD'), encodeURIComponent(slug), slug.toUpperCase()];
    for (const form of forms) expect((await shop.ports.products.findBySlug([form]))[0]?.id, form).toBe(id);
  });

  test('A25: takes what is typed for text, and no more than 64 characters', async () => {
    for (const query of ['.*(a+)+$ {"$gt":""}', '%_\\', '\ud800', '$where'])
      expect(await titles({ query }), query).toEqual([]);
    await expect(search({ query: 'a'.repeat(65) })).rejects.toThrow(/64/);
  });

  test('shows customers what is sold alone, whatever they ask for', async () => {
    const brand = `Brand ${randomUUID()}`;
    await aProduct(shop, { brand, status: 'DRAFT' });
    expect((await search({ filter: { brands: [brand], statuses: ['DRAFT'] } })).nodes).toEqual([]);
    expect(
      (await shop.use.productsSearch(staff, { filter: { brands: [brand], statuses: ['DRAFT'] } })).nodes,
    ).toHaveLength(1);
  });
});

describe('a filter', () => {
  const brand = `Filter ${randomUUID()}`;
  const mine = async (filter: ProductFilter) =>
    (await titles({ filter: { brands: [brand], ...filter }, sort: 'TITLE' })).join(',');
  beforeAll(async () => {
    await aProduct(shop, {
      title: 'A',
      brand,
      tags: ['Süss'],
      variants: [shirt('S', 'Red', 1000), shirt('M', 'Blue', 2000)],
    });
    await aProduct(shop, { title: 'B', brand, tags: ['x'], variants: [shirt('S', 'Blue', 3000, 0)] });
    await aProduct(shop, {
      title: 'C',
      brand,
      variants: [aVariant({ price: { amount: 1500, currency: 'USD' } })],
    });
  });

  test('holds for one and the same variant', async () => {
    const [small, red, blue] = [
      { name: 'size', value: 's' },
      { name: 'Colour', value: 'Red' },
      { name: 'Colour', value: 'Blue' },
    ];
    expect(await mine({ options: [small] })).toBe('A,B');
    expect(await mine({ options: [small, red] })).toBe('A');
    expect(await mine({ options: [small, blue] })).toBe('B');
    expect(await mine({ options: [red, blue] })).toBe('A,B');
    expect(await mine({ options: [red], priceMin: eur(1500) })).toBe('');
  });

  test('of prices is in its currency', async () => {
    expect(await mine({ priceMin: eur(1500) })).toBe('A,B');
    expect(await mine({ priceMin: eur(1001), priceMax: eur(1999) })).toBe('');
    expect(await mine({ priceMax: { amount: 1500, currency: 'USD' } })).toBe('C');
    await expect(mine({ priceMin: eur(1), priceMax: { amount: 2, currency: 'USD' } })).rejects.toThrow(
      /one currency/,
    );
  });

  test('of tags, stock and unknown things', async () => {
    expect(await mine({ tags: ['suss'] })).toBe('A');
    expect(await mine({ inStock: true })).toBe('A,C');
    expect(await mine({ inStock: false })).toBe('B');
    expect(await mine({ categories: ['no-such'] })).toBe('');
    expect(await mine({ brands: ['No Such'] })).toBe('');
    expect(await mine({ ratingMin: 1 })).toBe('');
  });

  test('facets count what would be found if the value were chosen', async () => {
    for (const filter of [
      {},
      { tags: ['x'] },
      { options: [{ name: 'Size', value: 'S' }] },
      { inStock: true, priceMin: eur(1000) },
    ]) {
      const page = await search({ filter: { brands: [brand], ...filter } });
      for (const { key, values } of await page.facets())
        for (const { value: chosen, count } of values)
          expect(
            await (await search({ filter: { brands: [brand], ...filter, ...choosing(key, chosen, filter) } }))
              .totalCount,
            `${key} ${chosen}`,
          ).toBe(count);
    }
  });

  test('facets ignore their own filter and mark what is chosen', async () => {
    const facets = await (await search({ filter: { brands: [brand], inStock: true } })).facets();
    const of = (key: string) => facets.find((facet) => facet.key === key)?.values ?? [];
    expect(of('in-stock')).toEqual([
      { value: 'true', label: 'In stock', count: 2, selected: true },
      { value: 'false', label: 'Out of stock', count: 1, selected: false },
    ]);
    expect(of('brand').find(({ selected }) => selected)).toMatchObject({ value: brand, count: 2 });
    expect(of('option:Size').map(({ value: size, count }) => [size, count])).toEqual([
      ['M', 1],
      ['S', 1],
    ]);
  });
});

/** The filter with a facet's value in the place of what it had there. */
const choosing = (key: string, chosen: string, filter: ProductFilter): ProductFilter => {
  const [currency = '', from = '', to = ''] = chosen.split(/[:-]/);
  const name = key.startsWith('option:') ? key.slice(7) : '';
  if (name)
    return {
      options: [...(filter.options ?? []).filter((option) => option.name !== name), { name, value: chosen }],
    };
  const bounds = {
    priceMin: { amount: Number(from), currency },
    priceMax: to ? { amount: Number(to), currency } : null,
  };
  const all: Record<string, ProductFilter> = {
    category: { categories: [chosen] },
    brand: { brands: [chosen] },
    tag: { tags: [chosen] },
    price: bounds,
  };
  return all[key] ?? (key === 'rating' ? { ratingMin: Number(chosen) } : { inStock: chosen === 'true' });
};

describe('an order', () => {
  const brand = `Order ${randomUUID()}`;
  const walk = async (sort: ProductSort, between: () => Promise<unknown> = async () => undefined) => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof search>> = await search({
        filter: { brands: [brand] },
        sort,
        first: 2,
        after,
      });
      seen.push(...page.nodes.map(({ title }) => title));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      await between();
    } while (after);
    return seen;
  };
  beforeAll(async () => {
    for (const [title, amount] of [
      ['Delta', 300],
      ['alpha', 100],
      ['Écru', 300],
      ['Bravo', 200],
      ['charlie', 300],
    ] as const)
      await aProduct(shop, { title, brand, variants: [aVariant({ price: eur(amount) })] });
  });

  test('is kept over pages, each product once', async () => {
    expect(await walk('TITLE')).toEqual(['alpha', 'Bravo', 'charlie', 'Delta', 'Écru']);
    expect(await walk('NEWEST')).toEqual(['charlie', 'Bravo', 'Écru', 'alpha', 'Delta']);
    expect((await walk('PRICE_ASC')).slice(0, 2)).toEqual(['alpha', 'Bravo']);
    expect((await walk('PRICE_DESC')).slice(3)).toEqual(['Bravo', 'alpha']);
    for (const sort of ['RELEVANCE', 'RATING', 'BEST_SELLING', 'PRICE_ASC'] as const)
      expect(new Set(await walk(sort)).size).toBe(5);
  });

  test('survives what is put in between', async () => {
    let added = 0;
    const seen = await walk('TITLE', () =>
      added++ === 0 ? aProduct(shop, { title: 'Aardvark', brand }) : Promise.resolve(),
    );
    expect(seen).toEqual(['alpha', 'Bravo', 'charlie', 'Delta', 'Écru']);
  });

  test('refuses the cursor of another list', async () => {
    const { pageInfo } = await search({ sort: 'TITLE', first: 1 });
    await expect(search({ sort: 'NEWEST', after: pageInfo.endCursor })).rejects.toThrow(/cursor/);
    await expect(search({ after: 'nonsense' })).rejects.toThrow(/cursor/);
    await expect(search({ first: 101 })).rejects.toThrow(/first/);
  });
});

describe('what other processes change', () => {
  test('is in the lists of this one, also if their clocks are behind', async () => {
    const other = await openCatalogue(url);
    const brand = `Elsewhere ${randomUUID()}`;
    const found = async () => (await search({ filter: { brands: [brand] } })).nodes.map(({ id }) => id);
    expect(await found()).toEqual([]);
    const product = await aProduct(other, { brand });
    expect(await found()).toEqual([product.id]);
    value(await other.use.productArchive(product.id));
    expect(await found()).toEqual([]);

    const behind = { mark: randomUUID(), at: new Date(Date.now() - 8_000) };
    await other.db.products.updateOne({ _id: product.id }, { $set: { status: 'ACTIVE', touched: behind } });
    await until('it to be found again', async () => (await found()).length === 1);
    await other.close();
  });
});

describe('suggestions', () => {
  test('complete the last word, the beginning of a title first', async () => {
    await aProduct(shop, { title: 'Walnut Xylophone', brand: 'Xylo Works' });
    await aProduct(shop, { title: 'Xylophone Mallet' });
    const texts = async (prefix: string) =>
      (await shop.use.productSuggestions(prefix, 8)).map(({ text }) => text);
    expect(await texts('XYL')).toEqual(['Xylo Works', 'Xylophone Mallet', 'Walnut Xylophone']);
    expect(await texts('walnut xy')).toEqual(['Walnut Xylophone']);
    expect(await texts('.*')).toEqual([]);
  });

  test('show no product that is not sold', async () => {
    const product = await aProduct(shop, { title: 'Zzyzx Road' });
    value(await shop.use.productArchive(product.id));
    expect(await shop.use.productSuggestions('zzyz', 8)).toEqual([]);
  });
});
