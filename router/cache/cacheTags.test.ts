import { readFileSync } from 'node:fs';
import { buildASTSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { cacheTagger, withUnnamed } from './cacheTags.ts';

const tags = cacheTagger(
  buildASTSchema(parse(readFileSync('router/supergraph.graphql', 'utf8')), { assumeValidSDL: true }),
);
const tagsOf = (query: string, data: Record<string, unknown>) => tags.all(query, data, undefined).sort();

test('a product’s page goes with its product, by whatever name its id was asked for', () => {
  expect(
    tagsOf('{ product(slug: "mug") { id title } }', { product: { id: 'prod_1', title: 'Mug' } }),
  ).toEqual(['product:prod_1']);
  expect(
    tagsOf('{ p: product(slug: "mug") { key: id variants { sku } } }', {
      p: { key: 'prod_1', variants: [{ sku: 'M' }] },
    }),
  ).toEqual(['product:prod_1']);
});

test('what says no id goes with any product', () => {
  expect(tagsOf('{ product(slug: "mug") { title } }', { product: { title: 'Mug' } })).toEqual([
    'product:any',
  ]);
  expect(
    tagsOf('{ productSuggestions(prefix: "m") { text } }', { productSuggestions: [{ text: 'Mug' }] }),
  ).toEqual(['products:any']);
  expect(tagsOf('{ productVariant(sku: "M") { title } }', { productVariant: { title: 'Mug' } })).toEqual([
    'products:any',
  ]);
});

test('a product that is not there may come', () => {
  expect(tagsOf('{ product(slug: "mug") { id } }', { product: null })).toEqual([
    'product:any',
    'products:list',
  ]);
});

test('a list goes with itself and all that is in it', () => {
  const query = '{ products { totalCount nodes { id related { title } } } }';
  const data = { products: { totalCount: 1, nodes: [{ id: 'prod_1', related: [{ title: 'Cup' }] }] } };
  expect(tagsOf(query, data)).toEqual(['product:any', 'product:prod_1', 'products:list']);
  expect(tagsOf('{ products { totalCount } }', { products: { totalCount: 0 } })).toEqual(['products:list']);
});

test('a category goes with itself, a list of them with any', () => {
  expect(tagsOf('{ category(slug: "c") { id name } }', { category: { id: 'cat_1', name: 'Cups' } })).toEqual([
    'category:cat_1',
  ]);
  expect(tagsOf('{ categories { id } }', { categories: [{ id: 'cat_1' }] })).toEqual([
    'category:any',
    'category:cat_1',
  ]);
});

test('an entity goes with its representation', () => {
  const query =
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Product { title } } }';
  const of = (entity: unknown, typename: string, id: string) =>
    tags.entity(query, entity, { __typename: typename, id });
  expect(of({ title: 'Mug' }, 'Product', 'prod_1')).toEqual(['product:prod_1']);
  expect(of(null, 'Product', 'prod_1')).toEqual(['product:prod_1']);
  expect(of({}, 'ProductVariant', 'var_1')).toEqual(['products:any']);
  const representations = ['prod_1', 'prod_2'].map((id) => ({ __typename: 'Product', id }));
  expect(tags.all(query, { _entities: [{ title: 'Mug' }, null] }, representations)).toEqual([
    'product:prod_1',
    'product:prod_2',
  ]);
});

test('a purge reaches what does not say its id', () => {
  expect(withUnnamed(['product:prod_1'])).toEqual(['product:prod_1', 'product:any', 'products:any']);
  expect(withUnnamed(['categories'])).toEqual(['categories', 'category:any', 'products:any']);
  expect(withUnnamed(['products:list'])).toEqual(['products:list', 'products:any']);
  expect(withUnnamed(['orders'])).toEqual(['orders']);
});
