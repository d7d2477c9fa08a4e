import { graphql } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { typeDefs } from '../../generated/products/schema.ts';
import { subgraphSchema } from '../../kernel/graphql.ts';
import { createLog } from '../../kernel/log.ts';
import type { Product } from '../../subgraphs/products/catalogue/product.ts';
import { toNobody } from '../../subgraphs/products/invalidation/store.redis.ts';
import { loaders } from '../../subgraphs/products/loaders.ts';
import { resolvers } from '../../subgraphs/products/resolvers.ts';
import type { Collections } from '../../subgraphs/products/store.database.ts';
import { mongoPorts } from '../../subgraphs/products/store.ports.ts';
import { useCases } from '../../subgraphs/products/useCases.ts';
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
import { freshMongo } from '../support/stores.ts';

let shop: Catalogue;
let products: Product[] = [];
let categoryIds: string[] = [];
beforeAll(async () => {
  shop = await openCatalogue(freshMongo());
  const category = value(await shop.use.categoryCreate({ name: 'Shelf' }));
  categoryIds = [category.id];
  const sizes = ['S', 'M'].map((size) => ({ name: 'Size', value: size }));
  const variants = () =>
    sizes.map((size) => aVariant({ selectedOptions: [size], price: eur(500), compareAtPrice: eur(900) }));
  for (let i = 0; i < 6; i++)
    products.push(await aProduct(shop, { brand: 'Acme', tags: ['a'], categoryIds, variants: variants() }));
  products = await Promise.all(
    products.map(async (product) => {
      value(
        await shop.use.reviewCreate(staff, {
          productId: product.id,
          rating: 4,
          title: 'Good',
          body: 'Good.',
        }),
      );
      return product;
    }),
  );
});
afterAll(() => shop.close());

const READS = new Set<string | symbol>(['find', 'findOne', 'aggregate', 'countDocuments', 'distinct']);

/** The same collections; each question is noted under its collection's name. */
const counting = (db: Collections, asked: string[]): Collections =>
  Object.fromEntries(
    Object.entries(db).map(([name, collection]) => [
      name,
      new Proxy(collection, {
        get: (target, property) => {
          const own: unknown = Reflect.get(target, property);
          if (typeof own !== 'function') return own;
          return (...args: unknown[]) => {
            if (READS.has(property)) asked.push(name);
            return Reflect.apply(own, target, args);
          };
        },
      }),
    ]),
  ) as Collections;

type Asked = Readonly<{ asked: string[]; data: Record<string, unknown> | null | undefined }>;

/** Asks the subgraph's own schema, in a process that has seen the catalogue before. */
const ask = async (source: string, variableValues: Record<string, unknown> = {}): Promise<Asked> => {
  const asked: string[] = [];
  const others = {
    publish: toNobody,
    pictures: shop.ports.pictures,
    purchases: shop.ports.purchases,
    people: shop.ports.people,
  };
  const { ports } = mongoPorts(counting(shop.db, asked), createLog('products', 'silent'), others);
  await ports.search.rows();
  asked.length = 0;
  const schema = subgraphSchema(typeDefs, resolvers(useCases(ports)));
  const contextValue = { viewer: guest, loaders: loaders(ports)(guest) };
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue });
  expect(errors).toBeUndefined();
  return { asked: asked.sort(), data };
};

const LIST = `query ($first: Int!) { products(first: $first, filter: { brands: ["Acme"] }) { totalCount pageInfo { endCursor } facets { key values { count } }
  nodes { id slug title description descriptionHtml brand status tags categories { slug parent { slug } ancestors { slug } children { slug } }
    options { name values } media { url } priceRange { min { formatted } } inStock rating { average count } createdAt
    variants { id sku title price { amount } lowestPrice30Days { amount } compareAtPrice { amount } image { url } inStock availableQuantity product { title } }
    variantBySelectedOptions(selectedOptions: [{ name: "Size", value: "S" }]) { availableQuantity }
    reviews(first: 2) { totalCount nodes { title product { title } } } more: reviews(sort: RATING_DESC) { nodes { rating } } related(first: 3) { title variants { inStock } } } } }`;

test('a page of products costs no more questions with six than with one, whatever is asked of each', async () => {
  const [one, six] = [await ask(LIST, { first: 1 }), await ask(LIST, { first: 6 })];
  expect(six.data).toMatchObject({
    products: { totalCount: 6, nodes: Array(6).fill({ reviews: { totalCount: 1 } }) },
  });
  expect(six.asked.length).toBeLessThanOrEqual(one.asked.length);
});

test('a hundred entities of a kind are one question', async () => {
  const of = <T>(make: (i: number) => T): T[] => Array.from({ length: 100 }, (_, i) => make(i));
  const product = (i: number) => products[i % products.length];
  const entities = (__typename: string, id: (i: number) => string | undefined) =>
    of((i) => ({ __typename, id: id(i) }));
  const QUERY = `query ($of: [_Any!]!) { _entities(representations: $of) { __typename
    ... on Product { title categories { slug } } ... on ProductVariant { sku product { title } } ... on Category { name } } }`;
  const kinds = {
    Product: entities('Product', (i) => product(i)?.id),
    ProductVariant: entities('ProductVariant', (i) => product(i)?.variants[i % 2]?.id),
    Category: entities('Category', () => categoryIds[0]),
  };
  expect((await ask(QUERY, { of: kinds.Product })).asked).toEqual(['products', 'trees']);
  expect((await ask(QUERY, { of: kinds.ProductVariant })).asked).toEqual(['products']);
  expect((await ask(QUERY, { of: kinds.Category })).asked).toEqual(['trees']);
  const all = await ask(QUERY, { of: [...kinds.Product, ...kinds.ProductVariant, ...kinds.Category] });
  expect(all.asked).toEqual(['products', 'products', 'trees']);
  expect(all.data?._entities).toHaveLength(300);
});

test('the stock of a hundred variants is one question', async () => {
  const of = products.flatMap(({ variants }) =>
    variants.map(({ id }) => ({ __typename: 'ProductVariant', id })),
  );
  const QUERY =
    'query ($of: [_Any!]!) { _entities(representations: $of) { ... on ProductVariant { inStock availableQuantity } } }';
  expect((await ask(QUERY, { of })).asked).toEqual(['products', 'stock']);
});
