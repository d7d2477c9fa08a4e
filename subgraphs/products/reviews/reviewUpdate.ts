import type { ReviewUpdateInput } from '../../../generated/products/types.ts';
import { done, type Outcome, refuseAll } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { isAuthor, noReview, readReviewId } from './ownReview.ts';
import { type Review, reviewFaults, withReviewFields } from './review.ts';

/** The author's own review; anybody else's is not found. */
export const reviewUpdate =
  ({ reviews, now }: Pick<Ports, 'reviews' | 'now'>) =>
  async (viewer: Viewer, { id, ...fields }: ReviewUpdateInput): Promise<Outcome<Review>> => {
    const author = signedIn(viewer);
    const reviewId = readReviewId(id);
    const faults = reviewFaults(fields);
    if (faults.length) return refuseAll(faults);
    return reviews.change(reviewId, (review) =>
      isAuthor(author, review) ? done(withReviewFields(review, fields, now())) : noReview(),
    );
  };
