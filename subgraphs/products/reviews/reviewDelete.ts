import { done, type Outcome } from '../../../kernel/outcome.ts';
import { isStaff, signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { isAuthor, noReview, readReviewId } from './ownReview.ts';
import type { ReviewId } from './review.ts';

/** By its author or by staff; its pictures go with it. */
export const reviewDelete =
  ({ reviews, pictures }: Pick<Ports, 'reviews' | 'pictures'>) =>
  async (viewer: Viewer, id: string): Promise<Outcome<ReviewId>> => {
    const person = signedIn(viewer);
    const [review] = await reviews.find([readReviewId(id)]);
    if (!review || !(isAuthor(person, review) || isStaff(person))) return noReview();
    await reviews.remove(review);
    for (const picture of review.images) await pictures.remove(picture);
    return done(review.id);
  };
