import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { aProduct, type Catalogue, codes, openCatalogue, staff, value } from '../support/catalogue.ts';
import { freshMongo } from '../support/stores.ts';

let shop: Catalogue;
let changed: string[] = [];
beforeAll(async () => {
  shop = await openCatalogue(freshMongo(), { news: { changed: (tags) => changed.push(...tags) } });
});
afterAll(() => shop.close());

const png = (): Promise<Buffer> =>
  sharp({ create: { width: 600, height: 400, channels: 3, background: 'grey' } })
    .png()
    .toBuffer();
const file = async (bytes: Buffer) => ({
  name: '../../a.png',
  claimedType: 'image/png',
  bytes: (async function* () {
    yield bytes;
  })(),
});
const upload = (productId: string, bytes: Buffer, alt: string | null = null) =>
  shop.use.productMediaUpload({ productId, file: file(bytes), alt });

describe('pictures of a product', () => {
  test('are kept in the order of their arrival, and can be put in another', async () => {
    const { id } = await aProduct(shop);
    const [a, b] = [value(await upload(id, await png(), 'A grey square')), value(await upload(id, await png()))];
    expect(a).toMatchObject({ width: 600, height: 400, alt: 'A grey square' });
    const turned = value(await shop.use.productMediaReorder({ productId: id, imageIds: [b.id, a.id] }));
    expect(turned.media.map((each) => each.id)).toEqual([b.id, a.id]);
    expect(codes(await shop.use.productMediaReorder({ productId: id, imageIds: [a.id, a.id] }))).toEqual(['INVALID']);
    expect(value(await shop.use.productMediaDelete(id, a.id)).media.map((each) => each.id)).toEqual([b.id]);
    expect(codes(await shop.use.productMediaDelete(id, a.id))).toEqual(['NOT_FOUND']);
  });

  test('H01: are what they are by their content', async () => {
    const { id } = await aProduct(shop);
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    expect(codes(await upload(id, svg))).toEqual(['FILE_TYPE_UNSUPPORTED']);
    expect(codes(await upload(id, (await png()).subarray(0, 300)))).toEqual(['IMAGE_INVALID']);
    expect(codes(await upload(newId('prod'), await png()))).toEqual(['NOT_FOUND']);
  });
});

describe('a change of the catalogue', () => {
  test('is told to whoever keeps copies', async () => {
    const category = value(await shop.use.categoryCreate({ name: 'Told' }));
    changed = [];
    const { id } = await aProduct(shop, { categoryIds: [category.id] });
    expect(changed).toEqual([`product:${id}`, `category:${category.id}`, 'products']);
    changed = [];
    value(await shop.use.reviewCreate(staff, { productId: id, rating: 5, title: 'Good', body: 'Good.' }));
    expect(changed).toEqual([`product:${id}`, 'products']);
    changed = [];
    value(await shop.use.categoryUpdate({ id: category.id, name: 'Told again' }));
    expect(changed).toEqual([`category:${category.id}`, 'categories', 'products']);
  });
});

describe('a change of stock', () => {
  test('is told when the last one is gone, and when there is one again', async () => {
    const [variant] = (await aProduct(shop)).variants;
    const set = (to: number, from: number) => shop.use.stockSet({ variantId: variant?.id ?? '', to, from, reason: 'count' });
    changed = [];
    value(await set(5, 10));
    expect(changed).toEqual([]);
    value(await set(0, 5));
    value(await set(3, 0));
    expect(changed.filter((tag) => tag === 'products')).toHaveLength(2);
  });
});

describe('related products', () => {
  test('share most with the product, and are sold', async () => {
    const category = value(await shop.use.categoryCreate({ name: 'Alike' }));
    const like = (over: object) => aProduct(shop, { tags: ['one', 'two'], ...over });
    const product = await like({ categoryIds: [category.id] });
    const [tags, both, one] = [await like({}), await like({ categoryIds: [category.id] }), await like({ tags: ['two'] })];
    await like({ status: 'DRAFT' });
    expect((await shop.use.related(product, 8)).map(({ id }) => id)).toEqual([both.id, tags.id, one.id]);
    expect(await shop.use.related(await aProduct(shop), 8)).toEqual([]);
  });
});
