import { readId } from '../../../kernel/ids.ts';
import { done } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import type { Review } from '../reviews/review.ts';
import { withoutAuthor } from './withoutAuthor.ts';

const BATCH = 50;
type Needs = Pick<Ports, 'reviews' | 'pictures'>;

/** Takes a person out of their reviews; what is done is no longer theirs, so that another run goes on where one ended. */
export const personalDataErase =
  (ports: Needs) =>
  async (id: string): Promise<boolean> => {
    const userId = readId('user', id);
    for (;;) {
      const { rows } = await ports.reviews.byAuthor(userId, { first: BATCH, after: null });
      if (rows.length === 0) return true;
      for (const review of rows) await erase(ports, review);
    }
  };

/** The files go first: nothing leads to them afterwards. */
const erase = async ({ reviews, pictures }: Needs, { id, images }: Review): Promise<void> => {
  for (const picture of images) await pictures.remove(picture);
  const changed = await reviews.change(id, (review) => done(withoutAuthor(review)));
  if (!changed.ok && changed.refusals.some(({ code }) => code !== 'NOT_FOUND'))
    throw new Error(`review ${id} is being changed by others`);
};
