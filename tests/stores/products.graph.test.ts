import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import type { Running } from '../../kernel/lifecycle.ts';
import { createLog } from '../../kernel/log.ts';
import { tokenSigner } from '../../kernel/tokens.ts';
import { productsEnv } from '../../subgraphs/products/env.ts';
import { start } from '../../subgraphs/products/start.ts';
import { guest, staff } from '../support/catalogue.ts';
import { ask, bearer, must } from '../support/client.ts';
import { makeKeys } from '../support/keys.ts';
import { freshMongo } from '../support/stores.ts';

let running: Running;
let as: Readonly<Record<'guest' | 'customer' | 'staff' | 'service', Record<string, string>>>;

beforeAll(async () => {
  const keys = await makeKeys();
  const env = productsEnv.parse({
    NODE_ENV: 'test',
    PORT: '0',
    DATA_DIR: mkdtempSync(join(tmpdir(), 'plexus-products-')),
    PUBLIC_URL: 'http://shop.test',
    SERVICE_PRIVATE_KEY: JSON.stringify(keys.privateOf('products')),
    SERVICE_PUBLIC_KEYS: JSON.stringify(keys.publicKeys),
    MONGODB_URL: freshMongo(),
    ORDERS_URL: 'http://127.0.0.1:9/graphql',
    USERS_URL: 'http://127.0.0.1:9/graphql',
  });
  running = await start(env, createLog('products', 'silent'));
  const [router, orders] = [tokenSigner(keys.privateOf('router')), tokenSigner(keys.privateOf('orders'))];
  as = {
    guest: bearer(await router.viewer(guest, 'products')),
    customer: bearer(await router.viewer({ ...staff, role: 'CUSTOMER' }, 'products')),
    staff: bearer(await router.viewer(staff, 'products')),
    service: bearer(await orders.service('products', null)),
  };
});
afterAll(() => running.stop());

const CREATE = `mutation ($input: ProductCreateInput!) { productCreate(input: $input) {
  product { id slug variants { id sku inStock availableQuantity stock { onHand } } } userErrors { code field } } }`;
type Created = {
  productCreate: {
    product: { id: string; slug: string; variants: { id: string; sku: string }[] } | null;
    userErrors: { code: string }[];
  };
};
const create = async (over: object = {}) => {
  const variants = [
    {
      sku: randomUUID(),
      price: { amount: 1999, currency: 'EUR' },
      selectedOptions: [{ name: 'Size', value: 'S' }],
      onHand: 3,
    },
  ];
  const input = { title: `Mug ${randomUUID()}`, status: 'ACTIVE', variants, ...over };
  const { product } = (await must<Created>(running.url, CREATE, { input }, as.staff)).productCreate;
  if (!product) throw new Error('The product was refused.');
  return { ...product, variantId: product.variants[0]?.id ?? '' };
};

const PAGE = `query ($slug: String) { product(slug: $slug) { id title description descriptionHtml status tags categories { slug }
  options { name values } priceRange { min { amount formatted } max { amount } } inStock createdAt
  variantBySelectedOptions(selectedOptions: [{ name: "size", value: "s" }]) { id }
  variants { id title price { formatted } compareAtPrice { amount } lowestPrice30Days { amount } image { url } inStock availableQuantity
    product { id } stock { onHand movements { nodes { kind onHandDelta } totalCount } } } media { url(size: SMALL) } } }`;

describe('the graph of products', () => {
  test('shows a product to everybody, its stock to staff alone', async () => {
    const { id, slug, variantId } = await create();
    const seen = (await must<{ product: Record<string, unknown> }>(running.url, PAGE, { slug }, as.guest))
      .product;
    expect(seen).toMatchObject({
      id,
      status: 'ACTIVE',
      inStock: true,
      priceRange: { min: { amount: 1999, formatted: '€19.99' } },
      options: [{ name: 'Size', values: ['S'] }],
      variantBySelectedOptions: { id: variantId },
      variants: [
        {
          id: variantId,
          title: 'S',
          availableQuantity: 3,
          stock: null,
          product: { id },
          lowestPrice30Days: { amount: 1999 },
        },
      ],
    });
    const byStaff = (
      await must<{ product: { variants: { stock: object }[] } }>(running.url, PAGE, { slug }, as.staff)
    ).product;
    expect(byStaff.variants[0]?.stock).toEqual({
      onHand: 3,
      movements: { nodes: [{ kind: 'SET', onHandDelta: 3 }], totalCount: 1 },
    });
  });

  test('shows what is not sold to staff alone, by whatever path', async () => {
    const { id, slug, variantId } = await create({ status: 'DRAFT' });
    const paths = `query ($id: ID!, $slug: String!, $variant: ID!, $of: [_Any!]!) { a: product(id: $id) { id } b: product(slug: $slug) { id }
      c: productVariant(id: $variant) { id } _entities(representations: $of) { __typename } }`;
    const of = [
      { __typename: 'Product', id },
      { __typename: 'ProductVariant', id: variantId },
    ];
    const hidden = await must<Record<string, unknown>>(
      running.url,
      paths,
      { id, slug, variant: variantId, of },
      as.customer,
    );
    expect(hidden).toEqual({ a: null, b: null, c: null, _entities: [null, null] });
    const shown = await must<Record<string, unknown>>(
      running.url,
      paths,
      { id, slug, variant: variantId, of },
      as.staff,
    );
    expect(shown).toMatchObject({ a: { id }, b: { id }, c: { id: variantId }, _entities: [{}, {}] });
  });

  test('answers entities in the order in which they were asked for', async () => {
    const made = await Promise.all([create(), create(), create()]);
    const of = made.map(({ variantId }) => ({ __typename: 'ProductVariant', id: variantId }));
    const entities =
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on ProductVariant { id sku availableQuantity } } }';
    const found = await must<{ _entities: { id: string }[] }>(running.url, entities, { of }, as.guest);
    expect(found._entities.map(({ id }) => id)).toEqual(made.map(({ variantId }) => variantId));
  });

  test('finds a product in the same moment that it is made', async () => {
    const word = `w${randomUUID().slice(0, 8)}`;
    const { id } = await create({ title: `Nice ${word}` });
    const query = `query ($query: String) { products(query: $query) { totalCount nodes { id } facets { key values { value count } } } }`;
    const { products } = await must<{ products: Record<string, unknown> }>(
      running.url,
      query,
      { query: word },
      as.guest,
    );
    expect(products).toMatchObject({ totalCount: 1, nodes: [{ id }] });
    expect(products.facets).toContainEqual({ key: 'in-stock', values: [{ value: 'true', count: 1 }] });
  });

  test('lets what everybody sees be kept for a while, and what staff alone sees not at all', async () => {
    const { slug, id } = await create();
    const list = `{ products(first: 5) { totalCount nodes { id title options { name } media { url } priceRange { min { formatted } } categories { slug }
      rating { average } reviews { totalCount nodes { title images { url } } pageInfo { hasNextPage } } related { id }
      variants { sku price { amount } selectedOptions { name } } } facets { key values { count } } pageInfo { endCursor } }
      categories { slug children { slug } } productSuggestions(prefix: "m") { text } }`;
    expect((await ask(running.url, list, {}, as.guest)).headers.get('cache-control')).toMatch(
      /^max-age=\d+, public$/,
    );
    for (const query of [PAGE, '{ product(id: "$id") { variants { stock { onHand } } } }'.replace('$id', id)])
      expect((await ask(running.url, query, { slug }, as.guest)).headers.get('cache-control')).not.toContain(
        'public',
      );
  });

  test('keeps operations between services from everybody else', async () => {
    const sale =
      'query ($ids: [ID!]!) { variantsForSale(ids: $ids) { id price { amount } available categories } }';
    const { variantId } = await create();
    const refused = await ask(running.url, sale, { ids: [variantId] }, as.staff);
    expect(refused.errors[0]?.extensions.code).toBe('FORBIDDEN');
    const asked = await must(running.url, sale, { ids: [variantId, newId('var')] }, as.service);
    expect(asked).toEqual({
      variantsForSale: [{ id: variantId, price: { amount: 1999 }, available: 3, categories: [] }],
    });
  });

  test('reserves and takes stock for a service', async () => {
    const { variantId } = await create();
    const [orderId, expiresAt] = [newId('ord'), new Date(Date.now() + 60_000).toISOString()];
    const reserve = `mutation ($orderId: ID!, $lines: [StockLineInput!]!, $expiresAt: DateTime!) {
      stockReserve(orderId: $orderId, lines: $lines, expiresAt: $expiresAt) { reserved shortages { variantId wanted available } }
      stockCommit(orderId: $orderId) { committed } }`;
    const lines = [{ variantId, quantity: 2 }];
    expect(await must(running.url, reserve, { orderId, lines, expiresAt }, as.service)).toEqual({
      stockReserve: { reserved: true, shortages: [] },
      stockCommit: { committed: true },
    });
  });

  test('D09: refuses ids of another kind, and two names for one thing', async () => {
    for (const query of [
      '{ product(id: "var_1") { id } }',
      '{ product { id } }',
      '{ productVariant(id: "x", sku: "y") { id } }',
      '{ products(first: 0) { totalCount } }',
    ])
      expect((await ask(running.url, query, {}, as.guest)).errors[0]?.extensions.code, query).toBe(
        'BAD_USER_INPUT',
      );
  });

  test('D04: a review that says more of itself than a customer may is refused whole', async () => {
    const query = 'mutation ($input: ReviewCreateInput!) { reviewCreate(input: $input) { review { id } } }';
    const { id: productId } = await create();
    const own = { productId, rating: 5, title: 'Good', body: 'It holds tea.' };
    for (const more of [
      { status: 'PUBLISHED' },
      { userId: newId('user') },
      { createdAt: '2020-01-01T00:00:00.000Z' },
      { isVerified: true },
    ]) {
      const { status, errors } = await ask(running.url, query, { input: { ...own, ...more } }, as.customer);
      expect([status, errors[0]?.extensions.code], JSON.stringify(more)).toEqual([400, 'BAD_USER_INPUT']);
    }
  });

  test('is closed to customers where staff works', async () => {
    const answer = await ask(running.url, CREATE, { input: { title: 'x', variants: [] } }, as.customer);
    expect(answer.errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  test('G01: no operator of the store gets in by a filter; as a text it is a text', async () => {
    const list =
      'query ($filter: ProductFilter, $query: String) { products(filter: $filter, query: $query) { nodes { id } } }';
    const hostile = [
      { $gt: '' },
      { brands: { $gt: '' } },
      { brands: [{ $ne: null }] },
      { $where: 'sleep(1)' },
      { 'entry.brand': 'x' },
      { ratingMin: { $gt: 0 } },
    ];
    for (const filter of hostile) {
      const refused = await ask(running.url, list, { filter }, as.guest);
      expect(
        [refused.status, refused.data, refused.errors[0]?.extensions.code],
        JSON.stringify(filter),
      ).toEqual([400, null, 'BAD_USER_INPUT']);
    }
    expect((await ask(running.url, list, { query: { $regex: '.*' } }, as.guest)).status).toBe(400);

    const texts = { brand: '{"$gt":""}', tags: ['$where', 'a.b', '__proto__'] };
    const variants = [
      {
        sku: `$gt.${randomUUID()}`,
        price: { amount: 1, currency: 'EUR' },
        selectedOptions: [{ name: '$ne.__proto__', value: '{"$gt":""}' }],
      },
    ];
    const { id } = await create({ ...texts, variants });
    for (const filter of [
      { brands: [texts.brand] },
      { tags: ['$where'] },
      { tags: ['a.b'] },
      { options: [{ name: '$ne.__proto__', value: '{"$gt":""}' }] },
    ])
      expect(await must(running.url, list, { filter }, as.guest), JSON.stringify(filter)).toEqual({
        products: { nodes: [{ id }] },
      });
    for (const slug of ['$gt', '{"$gt":""}', 'a\u0000b'])
      expect(await must(running.url, PAGE, { slug }, as.guest)).toEqual({ product: null });
  });

  test('G02: what puts a list in order is one of a few words', async () => {
    const list = 'query ($sort: ProductSort) { products(sort: $sort) { totalCount } }';
    for (const sort of ['constructor', '-password', 'a;drop', '__proto__', 'sold', { $natural: 1 }])
      expect((await ask(running.url, list, { sort }, as.guest)).status, String(sort)).toBe(400);
  });

  test('A25: a term of ten kilobytes and a wildcard are refused or taken for what they are', async () => {
    const list = 'query ($query: String) { products(query: $query) { totalCount } }';
    expect(
      (await ask(running.url, list, { query: 'a'.repeat(10_000) }, as.guest)).errors[0]?.extensions.code,
    ).toBe('BAD_USER_INPUT');
    for (const query of ['((qz+)+)+$', '%_\\', '.*', '\ud800'])
      expect(await must(running.url, list, { query }, as.guest), query).toEqual({
        products: { totalCount: 0 },
      });
  });
});
