import { readId, type UserId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';
import type { ReviewPlace } from '../reviews/ports.ts';
import type { Review } from '../reviews/review.ts';
import { personalData } from './personalData.ts';

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
