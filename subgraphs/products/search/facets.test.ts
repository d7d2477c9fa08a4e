import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { facetsOf } from './facets.ts';
import type { SearchCriteria } from './searchCriteria.ts';
import { optionField } from './searchDocument.ts';
import { matches, type Row } from './searchRow.ts';

const anything: SearchCriteria = {
  terms: null,
  statuses: ['ACTIVE'],
  within: null,
  categories: null,
  brands: null,
  tags: null,
  options: new Map(),
  price: null,
  inStock: null,
  ratingMin: null,
};
const SIZE = optionField('Size');
const row = (
  brand: string,
  sizes: readonly string[],
  amount: number,
  inStock: boolean,
  stars: number,
): Row => ({
  ...{
    id: newId('prod'),
    status: 'ACTIVE',
    words: [],
    reviews: 0,
    sold: 0,
    title: '',
    newest: 0,
    priceMin: 0,
    priceMax: 0,
  },
  path: [],
  brand,
  foldedBrand: brand,
  tags: [],
  foldedTags: [],
  options: [{ name: 'Size', field: SIZE, values: sizes.map((size) => ({ id: size, value: size })) }],
  variants: sizes.map((size, i) => ({ options: { [SIZE]: size }, currency: 'EUR', amount: amount + i })),
  stars,
  inStock,
});

const rows = fc.array(
  fc
    .tuple(
      fc.constantFrom('a', 'b', 'c'),
      fc.uniqueArray(fc.constantFrom('s', 'm', 'l'), { minLength: 1 }),
      fc.nat(60_000),
      fc.boolean(),
      fc.nat(5),
    )
    .map((parts) => row(...parts)),
  { maxLength: 30 },
);
const filters = fc.record({
  brands: fc.option(fc.constant(['a'])),
  inStock: fc.option(fc.boolean()),
  ratingMin: fc.option(fc.constantFrom(1, 3)),
  options: fc.constantFrom(new Map(), new Map([[SIZE, ['s', 'l']]])),
});

test('a facet counts what would be found if its value were chosen in the place of its own', () => {
  fc.assert(
    fc.property(rows, filters, (all, filter) => {
      const criteria = { ...anything, ...filter };
      const count = (over: Partial<SearchCriteria>) =>
        all.filter((each) => matches(each, { ...criteria, ...over })).length;
      const expected: Record<string, (value: string) => number> = {
        brand: (value) => count({ brands: [value] }),
        rating: (value) => count({ ratingMin: Number(value) }),
        'in-stock': (value) => count({ inStock: value === 'true' }),
        'option:Size': (value) => count({ options: new Map([[SIZE, [value]]]) }),
      };
      for (const { key, values } of facetsOf(all, criteria, []))
        for (const { value, count: found } of values)
          expect(found, `${key} ${value}`).toBe(expected[key]?.(value) ?? found);
    }),
  );
});

test('a chosen value is shown even if nothing fits it any more', () => {
  const facets = facetsOf(
    [row('a', ['s'], 100, false, 0)],
    { ...anything, brands: ['a'], inStock: true },
    [],
  );
  expect(facets.find(({ key }) => key === 'brand')?.values).toEqual([
    { value: 'a', label: 'a', count: 0, selected: true },
  ]);
});
