import { done, type Outcome, refuseAll } from '../../../kernel/outcome.ts';
import { textFault } from '../check.ts';
import type { Ports } from '../ports.ts';
import { readReviewId } from './ownReview.ts';
import type { Review } from './review.ts';

/** Takes a review from sight and from the rating; its author and staff still see it. */
export const reviewHide =
  ({ reviews, now }: Pick<Ports, 'reviews' | 'now'>) =>
  async (id: string, reason: string): Promise<Outcome<Review>> => {
    const reviewId = readReviewId(id);
    const faults = textFault('The reason', reason, 500, ['reason']);
    if (faults.length) return refuseAll(faults);
    return reviews.change(reviewId, (review) =>
      done({ ...review, status: 'HIDDEN', hiddenBecause: reason.trim(), updatedAt: now() }),
    );
  };
