import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { isAuthor, noReview, readReviewId } from './ownReview.ts';
import type { Review } from './review.ts';

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
