import { expect, test } from 'vitest';
import { differences } from './difference.ts';

const graph = (product: string, more = '') =>
  `type Query { product: Product }\ntype Product {\n${product}\n}\n${more}`;

test('each difference is told with its place', () => {
  const before = graph(
    'id: ID!\n"Its name."\ntitle: String\nweight: Int',
    'enum Size { S L }\ntype Old { a: Int b: Int }',
  );
  const after = graph(
    'id: ID!\n"Its title."\ntitle: String!\nbrand(of: ID): String',
    'enum Size { S L @deprecated }\nscalar Date',
  );
  expect(differences(before, after)).toEqual([
    'new  Product.brand: brand(of: ID): String',
    'new  Date: scalar Date',
    'gone Product.weight: weight: Int',
    'gone Old: type Old',
    'was  Product.title: "Its name." title: String',
    'now  Product.title: "Its title." title: String!',
    'was  Size.L: L',
    'now  Size.L: L @deprecated',
  ]);
});

test('graphs that differ in their layout alone are the same', () => {
  expect(differences(graph('id: ID!\ntitle: String'), graph('  id: ID!,\n\n  title: String'))).toEqual([]);
});
