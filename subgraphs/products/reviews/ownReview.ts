import { readId } from '../../../kernel/ids.ts';
import { type Outcome, refuse } from '../../../kernel/outcome.ts';
import { isStaff, ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import type { Review, ReviewId } from './review.ts';

export const readReviewId = (id: string): ReviewId => readId('rev', id);

export const noReview = (field: readonly string[] = ['id']): Outcome<never> =>
  refuse('NOT_FOUND', 'There is no such review.', field);

export const isAuthor = (viewer: Viewer, review: Review): boolean =>
  viewer.kind === 'person' && ownerOf(viewer) === review.userId;

/** Published reviews are everybody's to see, others their author's and staff's. */
export const seenBy =
  (viewer: Viewer) =>
  (review: Review | null): Review | null =>
    review && (review.status === 'PUBLISHED' || isAuthor(viewer, review) || isStaff(viewer)) ? review : null;
