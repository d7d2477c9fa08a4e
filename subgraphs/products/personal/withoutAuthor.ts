import type { UserId } from '../../../kernel/ids.ts';
import { authorName, type Review, type ReviewId } from '../reviews/review.ts';

/** An id that no account has, another for each review: a product has one review of an author. */
const nobodyOf = (id: ReviewId): UserId => `user_${id.slice('rev_'.length)}`;

/** The stars and the words stay for other buyers; whose they were does not, nor do their pictures. */
export const withoutAuthor = (review: Review): Review => ({
  ...review,
  userId: nobodyOf(review.id),
  authorName: authorName(null, null),
  images: [],
});
