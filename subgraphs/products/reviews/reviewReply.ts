import type { ReviewReplyInput } from '../../../generated/products/types.ts';
import { done, type Outcome, refuseAll } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { readReviewId } from './ownReview.ts';
import { bodyFaults, type Review } from './review.ts';

/** The shop's reply; another one takes its place. */
export const reviewReply =
  ({ reviews, now }: Pick<Ports, 'reviews' | 'now'>) =>
  async ({ id, body }: ReviewReplyInput): Promise<Outcome<Review>> => {
    const reviewId = readReviewId(id);
    const faults = bodyFaults(body);
    if (faults.length) return refuseAll(faults);
    return reviews.change(reviewId, (review) =>
      done({ ...review, reply: { body: body.trim(), createdAt: now() } }),
    );
  };
