import { done, type Outcome } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { readReviewId } from './ownReview.ts';
import type { Review } from './review.ts';

/** Takes back that a review was hidden. */
export const reviewPublish =
  ({ reviews, now }: Pick<Ports, 'reviews' | 'now'>) =>
  (id: string): Promise<Outcome<Review>> =>
    reviews.change(readReviewId(id), (review) =>
      done({ ...review, status: 'PUBLISHED', hiddenBecause: null, updatedAt: now() }),
    );
