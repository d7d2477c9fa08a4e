import type { ReviewReplyInput, ReviewUpdateInput } from '../../../generated/products/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse, refuseAll } from '../../../kernel/outcome.ts';
import { isStaff, ownerOf, signedIn, type Viewer } from '../../../kernel/viewer.ts';
import { textFault } from '../check.ts';
import type { Ports } from '../ports.ts';
import { bodyFaults, type Review, type ReviewId, reviewFaults, withReviewFields } from './review.ts';

export const readReviewId = (id: string): ReviewId => readId('rev', id);

const noReview = (field: readonly string[] = ['id']): Outcome<never> =>
  refuse('NOT_FOUND', 'There is no such review.', field);

const isAuthor = (viewer: Viewer, review: Review): boolean =>
  viewer.kind === 'person' && ownerOf(viewer) === review.userId;

/** Published reviews are everybody's to see, others their author's and staff's. */
export const seenBy =
  (viewer: Viewer) =>
  (review: Review | null): Review | null =>
    review && (review.status === 'PUBLISHED' || isAuthor(viewer, review) || isStaff(viewer)) ? review : null;

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

type File = Promise<Readonly<{ bytes: AsyncIterable<Uint8Array> }>>;

const MAX_IMAGES = 5;

/** Adds a picture to the author's own review. */
export const reviewImageUpload =
  ({ reviews, pictures, now }: Pick<Ports, 'reviews' | 'pictures' | 'now'>) =>
  async (viewer: Viewer, id: string, file: File): Promise<Outcome<Review>> => {
    const author = signedIn(viewer);
    const [review] = await reviews.find([readReviewId(id)]);
    if (!review || !isAuthor(author, review)) return noReview(['reviewId']);
    const taken = await pictures.take((await file).bytes);
    if (!taken.ok) return taken;
    const image = { ...taken.value, alt: null };
    const saved = await reviews.change(review.id, (current) =>
      current.images.length < MAX_IMAGES
        ? done({ ...current, images: [...current.images, image], updatedAt: now() })
        : refuse('LIMIT_EXCEEDED', `A review has at most ${MAX_IMAGES} pictures.`, ['file']),
    );
    if (!saved.ok) await pictures.remove(image);
    return saved;
  };

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

/** Takes back that a review was hidden. */
export const reviewPublish =
  ({ reviews, now }: Pick<Ports, 'reviews' | 'now'>) =>
  (id: string): Promise<Outcome<Review>> =>
    reviews.change(readReviewId(id), (review) =>
      done({ ...review, status: 'PUBLISHED', hiddenBecause: null, updatedAt: now() }),
    );

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
