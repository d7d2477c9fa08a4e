import { expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { tagsOf, treeTags } from './cacheTags.ts';

const [a, b] = [newId('prod'), newId('prod')];
const category = (name: string) => ({
  id: newId('cat'),
  slug: name,
  name,
  description: null,
  parentId: null,
});

test('a changed product is told by its id, and with the lists that it may be in', () => {
  expect(tagsOf([{ id: a, list: false }])).toEqual([`product:${a}`]);
  expect(
    tagsOf([
      { id: a, list: true },
      { id: b, list: false },
    ]),
  ).toEqual([`product:${a}`, `product:${b}`, 'products:list']);
});

test('of more than a hundred products everything is told', () => {
  const many = (count: number) => Array.from({ length: count }, () => ({ id: newId('prod'), list: false }));
  expect(tagsOf(many(100))).toHaveLength(100);
  expect(tagsOf(many(101))).toEqual(['products']);
});

test('a text of a category is told by its id, a change of the tree as everything', () => {
  const [home, garden] = [category('home'), category('garden')];
  expect(treeTags([home, garden], [home, { ...garden, description: 'Green.' }])).toEqual([
    `category:${garden.id}`,
  ]);
  expect(treeTags([home, garden], [home, garden])).toEqual([]);
  for (const after of [
    [home],
    [home, { ...garden, name: 'Gardens' }],
    [home, { ...garden, parentId: home.id }],
    [home, garden, category('x')],
  ])
    expect(treeTags([home, garden], after)).toEqual(['products']);
});
