import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import {
  aProduct,
  aVariant,
  type Catalogue,
  codes,
  eur,
  guest,
  openCatalogue,
  staff,
  value,
} from '../support/catalogue.ts';
import { freshMongo } from '../support/stores.ts';

let shop: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue(freshMongo());
});
afterAll(() => shop.close());

const sized = (size: string, over = {}) =>
  aVariant({ selectedOptions: [{ name: 'Size', value: size }], ...over });
const create = (input: object) =>
  shop.use.productCreate(staff, { title: 'Thing', variants: [aVariant()], ...input });

describe('a product', () => {
  test('gets a slug of its title that nobody else has', async () => {
    const title = `Crème Brûlée ${randomUUID().slice(0, 8)}`;
    const slugs = [
      await aProduct(shop, { title }),
      await aProduct(shop, { title }),
      await aProduct(shop, { title }),
    ].map(({ slug }) => slug);
    expect(slugs[0]).toMatch(/^creme-brulee-/);
    expect(slugs.slice(1)).toEqual([`${slugs[0]}-2`, `${slugs[0]}-3`]);
  });

  test('refuses a slug and a SKU that are taken', async () => {
    const [product] = [await aProduct(shop)];
    expect(codes(await create({ slug: product.slug }))).toEqual(['ALREADY_EXISTS']);
    expect(codes(await create({ variants: [aVariant({ sku: product.variants[0]?.sku ?? '' })] }))).toEqual([
      'ALREADY_EXISTS',
    ]);
  });

  test('is made once a key, even by eight at once', async () => {
    const input = { title: `Once ${randomUUID()}`, idempotencyKey: randomUUID(), variants: [aVariant()] };
    const made = await Promise.all(Array.from({ length: 8 }, () => create(input)));
    const ids = new Set(made.filter(({ ok }) => ok).map((outcome) => value(outcome).id));
    expect(ids.size).toBe(1);
    expect(value(await create(input)).id).toBe([...ids][0]);
    expect(codes(await create({ ...input, title: 'Other' }))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  test('says all that is wrong with it', async () => {
    const wrong = await create({
      title: ' ',
      slug: 'No Slug',
      variants: [aVariant({ price: eur(-1) }), aVariant({ sku: '' })],
    });
    expect(!wrong.ok && wrong.refusals.map(({ field }) => field?.join('.'))).toEqual([
      'title',
      'slug',
      'variants.0.price.amount',
      'variants.1.sku',
    ]);
  });

  test('has variants of one currency with the same options, each choice once', async () => {
    expect(codes(await create({ variants: [sized('S'), sized('s')] }))).toEqual(['ALREADY_EXISTS']);
    expect(codes(await create({ variants: [sized('S'), aVariant()] }))).toEqual(['INVALID']);
    expect(
      codes(await create({ variants: [sized('S'), sized('M', { price: { amount: 1, currency: 'USD' } })] })),
    ).toEqual(['INVALID']);
    expect(codes(await create({ variants: [] }))).toEqual(['INVALID']);
  });

  test('changes in what is given, and keeps the rest', async () => {
    const product = await aProduct(shop, {
      brand: 'Acme',
      tags: ['a'],
      descriptionHtml: '<p>Hi<script>x</script></p>',
    });
    const changed = value(await shop.use.productUpdate({ id: product.id, title: 'New', brand: null }));
    expect(changed).toMatchObject({
      title: 'New',
      brand: null,
      tags: ['a'],
      descriptionHtml: '<p>Hi</p>',
      description: 'Hi',
      slug: product.slug,
    });
    expect(codes(await shop.use.productUpdate({ id: newId('prod'), title: 'New' }))).toEqual(['NOT_FOUND']);
  });

  test('loses none of twenty changes at once', async () => {
    const product = await aProduct(shop, { variants: [sized('0')] });
    const added = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        shop.use.productVariantCreate({ productId: product.id, variant: sized(`${i + 1}`) }),
      ),
    );
    const [now] = await shop.ports.products.find([product.id]);
    expect(now?.variants).toHaveLength(1 + added.filter(({ ok }) => ok).length);
    expect(added.every(({ ok }) => ok)).toBe(true);
  });

  test('keeps its last variant', async () => {
    const product = await aProduct(shop, { variants: [sized('S'), sized('M')] });
    const [small, medium] = product.variants;
    expect(codes(await shop.use.productVariantDelete(small?.id ?? ''))).toEqual([]);
    expect(codes(await shop.use.productVariantDelete(medium?.id ?? ''))).toEqual(['INVALID']);
    expect(codes(await shop.use.productVariantDelete(small?.id ?? ''))).toEqual(['NOT_FOUND']);
  });

  test('changes its price, and remembers what it was', async () => {
    const [variant] = (await aProduct(shop)).variants;
    const changed = value(
      await shop.use.productVariantUpdate({
        id: variant?.id ?? '',
        price: eur(800),
        compareAtPrice: eur(1000),
      }),
    );
    expect(changed.variant.prices.map(({ price }) => price.amount)).toEqual([1000, 800]);
    expect(codes(await shop.use.productVariantUpdate({ id: variant?.id ?? '', price: eur(1200) }))).toEqual([
      'INVALID',
    ]);
    expect(
      value(await shop.use.productVariantUpdate({ id: variant?.id ?? '', compareAtPrice: null })).variant
        .compareAtPrice,
    ).toBeNull();
  });

  test('E11: is not for sale once it is archived or has lost the variant', async () => {
    const product = await aProduct(shop, { variants: [sized('S'), sized('M')] });
    const ids = product.variants.map(({ id }) => id);
    expect((await shop.use.variantsForSale(ids)).map(({ variant }) => variant.id)).toEqual(ids);
    value(await shop.use.productVariantDelete(ids[0] ?? ''));
    expect((await shop.use.variantsForSale(ids)).map(({ variant }) => variant.id)).toEqual(ids.slice(1));
    value(await shop.use.productArchive(product.id));
    expect(await shop.use.variantsForSale(ids)).toEqual([]);
  });
});

describe('categories', () => {
  const category = async (name: string, parentId: string | null = null) =>
    value(await shop.use.categoryCreate({ name, parentId }));
  const found = async (slug: string) =>
    (await shop.use.productsSearch(guest, { filter: { categories: [slug] } })).nodes.map(({ id }) => id);

  test('include what is below them, also after a move', async () => {
    const [home, garden] = [await category(`Home ${randomUUID()}`), await category(`Garden ${randomUUID()}`)];
    const mugs = await category(`Mugs ${randomUUID()}`, home.id);
    const product = await aProduct(shop, { categoryIds: [mugs.id] });
    expect(await found(home.slug)).toEqual([product.id]);
    value(await shop.use.categoryMove({ id: mugs.id, parentId: garden.id }));
    expect(await found(home.slug)).toEqual([]);
    expect(await found(garden.slug)).toEqual([product.id]);
  });

  test('are found by their new name after it was changed', async () => {
    const [before, after] = [`zb${randomUUID().slice(0, 6)}`, `za${randomUUID().slice(0, 6)}`];
    const mugs = await category(before);
    const product = await aProduct(shop, { categoryIds: [mugs.id] });
    value(await shop.use.categoryUpdate({ id: mugs.id, name: after }));
    expect((await shop.use.productsSearch(guest, { query: after })).nodes.map(({ id }) => id)).toEqual([
      product.id,
    ]);
    expect((await shop.use.productsSearch(guest, { query: before })).nodes).toEqual([]);
  });

  test('that do not exist are refused', async () => {
    expect(codes(await create({ categoryIds: [newId('cat')] }))).toEqual(['NOT_FOUND']);
  });

  test('made and moved by many at once never make a circle', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, (_, i) => category(`Ring ${i} ${randomUUID()}`)));
    await Promise.all(
      all.map(({ id }, i) => shop.use.categoryMove({ id, parentId: all[(i + 1) % all.length]?.id ?? null })),
    );
    const tree = await shop.ports.categories.tree();
    const mine = tree.filter(({ id }) => all.some((each) => each.id === id));
    expect(mine.some(({ parentId }) => parentId === null)).toBe(true);
  });
});
