import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import type { Row } from './searchRow.ts';
import { firstOf, orderOf } from './sorting.ts';

const rowOf = (sold: number, stars: number, title: string) =>
  ({ id: newId('prod'), sold, stars, reviews: stars, title, priceMin: sold }) as Row;
const rows = fc.array(
  fc.tuple(fc.nat(5), fc.nat(5), fc.constantFrom('a', 'b', 'c')).map((parts) => rowOf(...parts)),
  { maxLength: 40 },
);
const sorts = fc.constantFrom(
  'BEST_SELLING' as const,
  'RATING' as const,
  'TITLE' as const,
  'PRICE_ASC' as const,
);

test('page after page every row comes once, in order, whatever is as good as another', () => {
  fc.assert(
    fc.property(rows, sorts, fc.integer({ min: 1, max: 7 }), (all, sort, size) => {
      const order = orderOf(sort, false);
      const walked: Row[] = [];
      for (let page = firstOf(all, order, null, null, size); page.length > 0; ) {
        walked.push(...page.map(({ row }) => row));
        page = firstOf(all, order, null, page.at(-1)?.place ?? [], size);
      }
      expect(walked).toEqual(firstOf(all, order, null, null, all.length || 1).map(({ row }) => row));
      expect(new Set(walked).size).toBe(all.length);
      const [key] = order.keys;
      for (const [at, row] of walked.slice(1).entries()) {
        const [before, after] = [walked[at]?.[key?.field as 'sold'] ?? 0, row[key?.field as 'sold']];
        expect(key?.down ? before >= after : before <= after).toBe(true);
      }
    }),
  );
});
