import { readId, type UserId } from '../../../kernel/ids.ts';
import { done } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import type { ReviewPlace } from '../reviews/ports.ts';
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

/** What products hold of a person, for the person to read: what they wrote, and what became of it. */
const personalData = (reviews: readonly Review[], urlOf: (image: Review['images'][number]) => string) => ({
  reviews: reviews.map(
    ({
      id,
      productId,
      authorName,
      rating,
      title,
      body,
      images,
      status,
      hiddenBecause,
      reply,
      createdAt,
      updatedAt,
    }) => ({
      ...{ id, productId, authorName, rating, title, body },
      images: images.map(urlOf),
      ...{ status, hiddenBecause, reply, createdAt, updatedAt },
    }),
  ),
});

const BATCH = 50;
type ErasePorts = Pick<Ports, 'reviews' | 'pictures'>;

/** Takes a person out of their reviews; what is done is no longer theirs, so that another run goes on where one ended. */
export const personalDataErase =
  (ports: ErasePorts) =>
  async (id: string): Promise<boolean> => {
    const userId = readId('user', id);
    for (;;) {
      const { rows } = await ports.reviews.byAuthor(userId, { first: BATCH, after: null });
      if (rows.length === 0) return true;
      for (const review of rows) await erase(ports, review);
    }
  };

/** The files go first: nothing leads to them afterwards. */
const erase = async ({ reviews, pictures }: ErasePorts, { id, images }: Review): Promise<void> => {
  for (const picture of images) await pictures.remove(picture);
  const changed = await reviews.change(id, (review) => done(withoutAuthor(review)));
  if (!changed.ok && changed.refusals.some(({ code }) => code !== 'NOT_FOUND'))
    throw new Error(`review ${id} is being changed by others`);
};

const PAGE = 100;
type Needs = Pick<Ports, 'reviews' | 'pictures'>;

/** All that is held of a person, as JSON. */
export const personalDataOf =
  ({ reviews, pictures }: Needs) =>
  async (userId: string): Promise<string> => {
    const own = await allOf(reviews, readId('user', userId));
    return JSON.stringify(personalData(own, (image) => pictures.url(image, 'ORIGINAL')));
  };

const allOf = async (reviews: Needs['reviews'], userId: UserId): Promise<Review[]> => {
  const all: Review[] = [];
  for (let after: ReviewPlace | null = null; ; ) {
    const { rows, hasNextPage } = await reviews.byAuthor(userId, { first: PAGE, after });
    all.push(...rows);
    const last = rows.at(-1);
    if (!hasNextPage || !last) return all;
    after = [0, last.createdAt.getTime(), last.id];
  }
};
