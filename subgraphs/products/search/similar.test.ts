import { expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import type { Product } from '../catalogue/product.ts';
import { alike, type Candidate } from './similar.ts';

const category = newId('cat');
const other = (over: Partial<Candidate> = {}): Candidate => ({
  id: newId('prod'),
  path: [],
  foldedBrand: null,
  foldedTags: [],
  sold: 0,
  ...over,
});
const along: { id: Product['id']; count: number }[] = [];
const mug = {
  id: newId('prod'),
  categoryIds: [category],
  tags: ['Blau', 'Ton'],
  brand: 'Kiln',
  along,
} as unknown as Product;
const ranked = (...candidates: readonly Candidate[]) => alike(mug, candidates, 8);

test('what shares a category goes before what shares a tag, and that before the brand', () => {
  const [brand, tag, searchIndex] = [
    other({ foldedBrand: 'kiln' }),
    other({ foldedTags: ['blau'] }),
    other({ path: [category] }),
  ];
  expect(ranked(brand, tag, searchIndex, other())).toEqual([searchIndex.id, tag.id, brand.id]);
});

test('what was bought along counts, and counts more the more often', () => {
  const [once, often, tag, searchIndex] = [
    other(),
    other(),
    other({ foldedTags: ['ton'] }),
    other({ path: [category] }),
  ];
  along.push({ id: once.id, count: 1 }, { id: often.id, count: 5 });
  expect(ranked(tag, once, searchIndex, often)).toEqual([often.id, searchIndex.id, once.id, tag.id]);
});

test('of two that share as much, the one that sells better is first; the product itself is none of them', () => {
  const [slow, quick] = [other({ path: [category] }), other({ path: [category], sold: 3 })];
  expect(ranked({ ...slow, id: mug.id }, slow, quick)).toEqual([quick.id, slow.id]);
});
