import { expect, test } from 'vitest';
import { isId, newId } from '../../../kernel/ids.ts';
import type { Review } from '../reviews/review.ts';
import { withoutAuthor } from './privacy.ts';

const aReview = (): Review => ({
  ...{
    id: newId('rev'),
    productId: newId('prod'),
    userId: newId('user'),
    authorName: 'Ada L.',
    rating: 4,
    title: 'Good',
    body: 'Very good.',
  },
  images: [{ id: newId('file'), width: 1, height: 1, format: 'jpg', alt: null }],
  ...{ status: 'PUBLISHED', hiddenBecause: null, reply: null, createdAt: new Date(), updatedAt: new Date() },
});

test('a review without its author keeps stars and words', () => {
  const review = aReview();
  const { id, productId, rating, title, body, createdAt } = review;
  expect(withoutAuthor(review)).toMatchObject({
    id,
    productId,
    rating,
    title,
    body,
    createdAt,
    authorName: 'A customer',
    images: [],
  });
});

test('who wrote it is nobody, and nobody twice on a product', () => {
  const [one, other] = [withoutAuthor(aReview()), withoutAuthor(aReview())];
  expect(isId('user', one.userId)).toBe(true);
  expect(one.userId).not.toBe(other.userId);
  expect(withoutAuthor(one)).toEqual(one);
});
