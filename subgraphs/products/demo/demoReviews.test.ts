import { expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { reviewFaults } from '../reviews/review.ts';
import { ROOMS } from './catalogue.ts';
import { demoReviews } from './demoReviews.ts';

const product = { id: newId('prod'), slug: 'mug', createdAt: new Date('2026-09-01T10:00:00Z') };

test('every room has reviews, each as a customer could have written it, by different people', () => {
  for (const { slug } of ROOMS) {
    for (let number = 0; number < 48; number++) {
      const reviews = demoReviews(product, slug, number);
      expect(reviews.length).toBeGreaterThan(0);
      expect(reviews.flatMap(reviewFaults)).toEqual([]);
      expect(new Set(reviews.map(({ userId }) => userId)).size).toBe(reviews.length);
      expect(new Set(reviews.map(({ title }) => title)).size).toBe(reviews.length);
    }
  }
});

test('the same authors review the same product whenever the shop is filled', () => {
  const authors = () => demoReviews(product, 'kitchen', 7).map(({ userId }) => userId);
  expect(authors()).toEqual(authors());
});
