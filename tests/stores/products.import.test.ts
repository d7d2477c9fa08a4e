import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { addCategory } from '../../subgraphs/products/catalogue/category.ts';
import { priceOf } from '../../subgraphs/products/catalogue/product.ts';
import { productCreate } from '../../subgraphs/products/catalogue/productCreate.ts';
import { fileExport } from '../../subgraphs/products/importExport/fileExport.ts';
import { fileImport } from '../../subgraphs/products/importExport/fileImport.ts';
import { publicFetch } from '../../subgraphs/products/importExport/pictures.fetch.ts';
import { pictures } from '../../subgraphs/products/importExport/pictures.ts';
import type { ImportOptions } from '../../subgraphs/products/importExport/productImport.ts';
import type { Imported } from '../../subgraphs/products/importExport/productsImport.ts';
import { type Catalogue, openCatalogue } from '../../subgraphs/products/store.catalogue.ts';
import { freshMongo } from '../support/stores.ts';

let dir: string;
const open = (): Promise<Catalogue> =>
  openCatalogue({ MONGODB_URL: freshMongo(), DATA_DIR: dir, FILES_S3_REGION: 'us-east-1' });
const opened: Catalogue[] = [];
const freshShop = async (): Promise<Catalogue> => {
  const shop = await open();
  opened.push(shop);
  return shop;
};
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'plexus-import-'));
});
afterAll(async () => {
  for (const shop of opened) await shop.close();
  await rm(dir, { recursive: true, force: true });
});

const HEADER =
  'Handle,Title,Vendor,Type,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty,Image Src';
const MUG = ['mug,Mug,Kiln,Cups,Colour,Blue,MUG-B,12.50,3,', 'mug,,,,,Red,MUG-R,13.00,4,'];
const OPTIONS: ImportOptions & { currency: string } = {
  currency: 'EUR',
  stock: false,
  dryRun: false,
  pictures: null,
};

const bring = async (
  { ports }: Catalogue,
  lines: readonly string[],
  options: Partial<ImportOptions> = {},
  header = HEADER,
): Promise<Imported[]> => {
  const file = Readable.from([Buffer.from([header, ...lines].join('\n'))]);
  const all: Imported[] = [];
  for await (const imported of fileImport(ports, { ...OPTIONS, ...options })(file)) all.push(imported);
  return all;
};
const whats = (all: readonly Imported[]): string[] => all.map(({ what }) => what);
const product = async ({ ports }: Catalogue, slug: string) =>
  (await ports.products.findBySlug([slug]))[0] ?? null;
const stockOf = async (shop: Catalogue, slug: string): Promise<(number | undefined)[]> => {
  const variants = (await product(shop, slug))?.variants ?? [];
  return (await shop.ports.stock.levels(variants.map(({ id }) => id))).map((level) => level?.onHand);
};

test('a product of a file is in the shop, in its category, with its stock', async () => {
  const shop = await freshShop();
  expect(whats(await bring(shop, MUG))).toEqual(['created']);
  const mug = await product(shop, 'mug');
  expect(mug?.variants.map((variant) => [variant.sku, priceOf(variant).amount])).toEqual([
    ['MUG-B', 1250],
    ['MUG-R', 1300],
  ]);
  expect(await stockOf(shop, 'mug')).toEqual([3, 4]);
  expect((await shop.ports.categories.tree()).map(({ id, name }) => [id, name])).toEqual([
    [mug?.categoryIds[0], 'Cups'],
  ]);
});

test('a second import of the same file changes nothing', async () => {
  const shop = await freshShop();
  await bring(shop, MUG);
  const before = await product(shop, 'mug');
  expect(whats(await bring(shop, MUG))).toEqual(['unchanged']);
  expect(await product(shop, 'mug')).toEqual(before);
  expect(await shop.count()).toBe(1);
});

test('a file that has changed brings the product up to date, and leaves its stock alone unless it is asked for', async () => {
  const shop = await freshShop();
  await bring(shop, MUG);
  const changed = [
    'mug,Big Mug,Kiln,Cups,Colour,Blue,MUG-B,11.00,9,',
    'mug,,,,,Red,MUG-R,13.00,4,',
    'mug,,,,,Grey,MUG-G,14.00,7,',
  ];
  expect(whats(await bring(shop, changed))).toEqual(['updated']);
  expect((await product(shop, 'mug'))?.title).toBe('Big Mug');
  expect(await stockOf(shop, 'mug')).toEqual([3, 4, 7]);
  expect(whats(await bring(shop, changed, { stock: true }))).toEqual(['updated']);
  expect(await stockOf(shop, 'mug')).toEqual([9, 4, 7]);
  expect(whats(await bring(shop, changed, { stock: true }))).toEqual(['unchanged']);
});

test('a product with a wrong row, or a number that another has, is refused whole and holds up no other', async () => {
  const shop = await freshShop();
  await bring(shop, MUG);
  const all = await bring(shop, [
    'cup,Cup,,,Colour,Blue,CUP-B,5,1,',
    'cup,,,,,Red,CUP-R,five,1,',
    'pot,Pot,,,Colour,Blue,POT-B,5,1,',
    'pot,,,,,Red,MUG-R,five,1,',
    'jug,Jug,,,Title,Default Title,JUG,5,1,',
  ]);
  expect(all).toMatchObject([
    { handle: 'cup', what: 'refused', faults: [{ line: 3, column: 'Variant Price' }] },
    { handle: 'pot', what: 'refused', faults: [{ line: 5, column: 'Variant Price' }] },
    { handle: 'jug', what: 'created' },
  ]);
  expect([await product(shop, 'cup'), await product(shop, 'pot')]).toEqual([null, null]);
});

test('a dry run tells the same and writes nothing', async () => {
  const shop = await freshShop();
  expect(whats(await bring(shop, [...MUG, 'cup,Cup,,New,,,,x,,'], { dryRun: true }))).toEqual([
    'created',
    'refused',
  ]);
  expect(await shop.count()).toBe(0);
  expect(await shop.ports.categories.tree()).toEqual([]);
});

const exported = async (
  { ports, all, mostOptions }: Catalogue,
  template: 'old' | 'new' = 'old',
): Promise<string> => {
  const chunks: Buffer[] = [];
  const file = new Writable({
    write: (chunk, _, next) => {
      chunks.push(chunk);
      next();
    },
  });
  const options = {
    currency: 'EUR',
    options: await mostOptions(),
    pictureUrl: () => 'https://shop.example/picture.jpg',
    template,
  };
  await fileExport(ports, options)(all(), file);
  return Buffer.concat(chunks).toString();
};

test('an export imports to the same catalogue: into the same shop with no change, into another as a copy', async () => {
  const [shop, other] = [await freshShop(), await freshShop()];
  await bring(shop, [
    ...MUG,
    '=tea,"=Tea, ""green""",,"Drinks",Title,Default Title,+TEA,4,0,',
    'pen,Pen – fine,,,Title,Default Title,,1,2,',
  ]);
  const text = await exported(shop);
  const into = async ({ ports }: Catalogue): Promise<string[]> => {
    const all: Imported[] = [];
    for await (const each of fileImport(ports, OPTIONS)(Readable.from([Buffer.from(text)]))) all.push(each);
    return whats(all);
  };
  expect(await into(shop)).toEqual(['unchanged', 'unchanged', 'unchanged']);
  expect(await into(other)).toEqual(['created', 'created', 'created']);
  expect(await exported(other)).toBe(text);
});

test('R20: an export imports to the same catalogue, whatever the texts, in both templates', async () => {
  const shop = await freshShop();
  const letter = fc.constantFrom(...Array.from('=+-@\'"`,;>\\|\t\r\n\ufeff\u00a0aé漢かกि한عא😀01.＝＋'));
  const words = fc.array(letter, { minLength: 1, maxLength: 9 }).map((all) => all.join(''));
  const oneLine = words.map((each) => each.replace(/[\t\r\n]/g, ' ').trim()).filter((each) => each !== '');
  const given = fc.sample(
    fc.record({
      title: oneLine,
      brand: oneLine,
      tag: oneLine,
      value: oneLine,
      name: oneLine,
      html: words,
      barcode: oneLine,
      category: oneLine,
    }),
    40,
  );
  for (const [at, texts] of given.entries()) {
    const categoryId = newId('cat');
    const slug = `cat-${at}`;
    await shop.ports.categories.change((tree) =>
      addCategory(tree, {
        id: categoryId,
        slug,
        name: `${at}${texts.category}`,
        description: null,
        parentId: null,
      }),
    );
    const options = [{ name: texts.name, value: texts.value }];
    const variant = {
      sku: `${texts.value}${at}`,
      barcode: texts.barcode,
      price: { amount: at, currency: 'EUR' },
      selectedOptions: options,
      weightGrams: at % 2 ? 0 : null,
    };
    const input = {
      title: texts.title,
      slug: `p-${at}`,
      brand: texts.brand,
      tags: [texts.tag, 'b'],
      descriptionHtml: texts.html,
      categoryIds: [categoryId],
      variants: [variant],
    };
    await productCreate(shop.ports)({ kind: 'guest', origin: { ip: null, userAgent: null } }, input as never);
  }
  expect(await shop.count()).toBe(40);
  for (const template of ['old', 'new'] as const) {
    const text = await exported(shop, template);
    const all: Imported[] = [];
    for await (const each of fileImport(shop.ports, OPTIONS)(Readable.from([Buffer.from(text)])))
      all.push(each);
    expect(all.filter(({ what }) => what !== 'unchanged')).toEqual([]);
    expect(await exported(shop, template)).toBe(text);
  }
});

test('R21: a column that a file does not have leaves what the shop has', async () => {
  const shop = await freshShop();
  await bring(shop, ['mug,Mug,Kiln,Cups,Title,Default Title,MUG,12.50,3,']);
  expect(whats(await bring(shop, ['Mug,mug,MUG,13'], {}, 'Title,URL handle,SKU,Price'))).toEqual(['updated']);
  const mug = await product(shop, 'mug');
  expect([mug?.brand, mug?.categoryIds.length, mug?.variants.map((each) => priceOf(each).amount)]).toEqual([
    'Kiln',
    1,
    [1300],
  ]);
});

test('R22: a product comes in whose SKU another has, the same at every import', async () => {
  const shop = await freshShop();
  const lines = [...MUG, 'pot,Pot,,,Colour,Blue,MUG-B,5,-3,', 'pan,Pan,,,Colour,Blue,MUG-B,5,1,'];
  const all = await bring(shop, lines);
  expect(whats(all)).toEqual(['created', 'created', 'created']);
  expect(all[1]?.notes.map(({ text }) => text).join()).toMatch(/stock is a whole number.*“mug”/);
  expect(await stockOf(shop, 'pot')).toEqual([0]);
  expect(whats(await bring(shop, lines))).toEqual(['unchanged', 'unchanged', 'unchanged']);
});

test('pictures are fetched once, when asked for; a product whose picture cannot be had is refused', async () => {
  const shop = await freshShop();
  const bytes = await sharp({ create: { width: 200, height: 100, channels: 3, background: '#888' } })
    .png()
    .toBuffer();
  const server = createServer((request, response) =>
    /^\/[ac]\.png$/.test(request.url ?? '') ? response.end(bytes) : response.writeHead(404).end(),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fetcher = publicFetch(() => true);
  const brought = { pictures: pictures(shop.files, fetcher) };
  const lines = [
    `mug,Mug,,,Title,Default Title,MUG,1,1,${address}/a.png`,
    `cup,Cup,,,Title,Default Title,CUP,1,1,${address}/b.png`,
  ];
  expect(await bring(shop, lines, brought)).toMatchObject([
    { what: 'created' },
    { what: 'refused', faults: [{ line: 3, column: 'Image Src', reason: expect.stringContaining('404') }] },
  ]);
  expect((await product(shop, 'mug'))?.media).toMatchObject([{ width: 200, height: 100 }]);
  const own = [
    `jug,Jug,,,Colour,Blue,JUG-B,1,1,${address}/a.png,`,
    `jug,,,,,Red,JUG-R,1,1,,${address}/c.png`,
  ];
  expect(await bring(shop, own, brought, `${HEADER},Variant Image`)).toMatchObject([
    { what: 'created', faults: [] },
  ]);
  const jug = await product(shop, 'jug');
  expect([jug?.media.length, jug?.variants.map(({ imageId }) => imageId ?? null)]).toEqual([
    2,
    [null, jug?.media[1]?.id],
  ]);
  const missing = [`jar,Jar,,,Title,Default Title,JAR,1,1,,${address}/b.png`];
  expect(await bring(shop, missing, brought, `${HEADER},Variant Image`)).toMatchObject([
    { what: 'refused', faults: [{ line: 2, column: 'Variant Image' }] },
  ]);
  server.closeAllConnections();
  server.close();
  expect(whats(await bring(shop, lines.slice(0, 1), brought))).toEqual(['unchanged']);
  await fetcher.close();
});
