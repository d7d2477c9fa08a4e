import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { pictureOf } from '../../subgraphs/products/catalogue/media.ts';
import { variantsOf } from '../../subgraphs/products/catalogue/product.ts';
import { aProduct, type Catalogue, codes, openCatalogue, value } from '../support/catalogue.ts';
import { freshMongo } from '../support/stores.ts';

let shop: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue(freshMongo());
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
    const [a, b] = [
      value(await upload(id, await png(), 'A grey square')),
      value(await upload(id, await png())),
    ];
    expect(a).toMatchObject({ width: 600, height: 400, alt: 'A grey square' });
    const turned = value(await shop.use.productMediaReorder({ productId: id, imageIds: [b.id, a.id] }));
    expect(turned.media.map((each) => each.id)).toEqual([b.id, a.id]);
    expect(codes(await shop.use.productMediaReorder({ productId: id, imageIds: [a.id, a.id] }))).toEqual([
      'INVALID',
    ]);
    expect(value(await shop.use.productMediaDelete(id, a.id)).media.map((each) => each.id)).toEqual([b.id]);
    expect(codes(await shop.use.productMediaDelete(id, a.id))).toEqual(['NOT_FOUND']);
  });

  test('show a variant that has its own, until it is taken away', async () => {
    const { id, variants } = await aProduct(shop);
    const [main, own] = [value(await upload(id, await png())), value(await upload(id, await png()))];
    const variantId = variants[0]?.id ?? '';
    const shown = async (imageId: string | null) =>
      pictureOf(value(await shop.use.productVariantUpdate({ id: variantId, imageId })))?.id;
    expect(await shown(own.id)).toBe(own.id);
    expect(await shown(null)).toBe(main.id);
    expect(await shown(own.id)).toBe(own.id);
    const left = value(await shop.use.productMediaDelete(id, own.id));
    expect(variantsOf(left).map((variant) => pictureOf(variant)?.id)).toEqual([main.id]);
    expect(codes(await shop.use.productVariantUpdate({ id: variantId, imageId: own.id }))).toEqual([
      'NOT_FOUND',
    ]);
  });

  test('H01: are what they are by their content', async () => {
    const { id } = await aProduct(shop);
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    expect(codes(await upload(id, svg))).toEqual(['FILE_TYPE_UNSUPPORTED']);
    expect(codes(await upload(id, (await png()).subarray(0, 300)))).toEqual(['IMAGE_INVALID']);
    expect(codes(await upload(newId('prod'), await png()))).toEqual(['NOT_FOUND']);
  });
});
