import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { authorName, averageOf, bodyFaults, reviewFaults } from './review.ts';

describe('a review', () => {
  test('shows of its author the first name and an initial', () => {
    expect(authorName('Ada', 'Lovelace')).toBe('Ada L.');
    expect(authorName(' Ada ', null)).toBe('Ada');
    expect(authorName(null, ' ')).toBe('A customer');
  });

  test('has 1 to 5 whole stars and says something', () => {
    const wrong = [
      { rating: 0 },
      { rating: 6 },
      { rating: 4.5 },
      { title: ' ' },
      { body: '\n' },
      { title: 'a\u0000b' },
    ];
    for (const fields of wrong) expect(reviewFaults(fields), JSON.stringify(fields)).toHaveLength(1);
    expect(bodyFaults('Two\nlines')).toEqual([]);
  });

  test('counts for the average with one decimal, between its stars', () => {
    expect(averageOf([0, 0, 0, 0, 0])).toBeNull();
    expect(averageOf([0, 0, 0, 1, 2])).toBe(4.7);
    fc.assert(
      fc.property(fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999), fc.nat(999), fc.nat(999)), (ratings) => {
        const average = averageOf(ratings) ?? 1;
        expect(average).toBeGreaterThanOrEqual(1);
        expect(average).toBeLessThanOrEqual(5);
      }),
    );
  });
});
