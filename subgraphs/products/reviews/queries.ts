import { z } from 'zod';
import type { ReviewSort } from '../../../generated/products/types.ts';
import { badInput, forbidden } from '../../../kernel/errors.ts';
import { readId } from '../../../kernel/ids.ts';
import { connection, cutPage, encodeCursor, type Page, readPage } from '../../../kernel/page.ts';
import { isStaff, ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import type { Product } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';
import type { ReviewOrder, ReviewPlace } from './ports.ts';
import { countOf, type Review } from './review.ts';

type Paging = Readonly<{ first?: number | null | undefined; after?: string | null | undefined }>;
export type ReviewsArgs = Paging &
  Readonly<{ rating?: number | null | undefined; sort?: ReviewSort | null | undefined }>;
type Needs = Pick<Ports, 'reviews'>;

const place: z.ZodType<ReviewPlace> = z.tuple([z.number(), z.number(), z.string()]);

type Of = Pick<Product, 'id' | 'ratings'>;
export type Reviews = ReturnType<typeof pageOf>;

/** Published reviews of each product; how many there are is known with the product. */
export const reviewsOfProducts =
  ({ reviews }: Needs) =>
  async (products: readonly Of[], args: ReviewsArgs): Promise<Reviews[]> => {
    const [rating, order] = [args.rating ?? null, args.sort ?? 'NEWEST'];
    if (rating !== null && ![1, 2, 3, 4, 5].includes(rating)) throw badInput('rating must be 1 to 5.');
    const page = readPage(nameOf(order), place, args);
    const ids = products.map(({ id }) => id);
    const found = await reviews.published(ids, rating, order, page);
    const totalOf = ({ ratings }: Of): number =>
      rating === null ? countOf(ratings) : (ratings[rating - 1] ?? 0);
    return products.map((product, at) =>
      pageOf(cutPage(found[at] ?? [], page.first, totalOf(product)), order, page.after !== null),
    );
  };

/** All reviews of a customer: for themselves and staff. */
export const reviewsOfUser =
  ({ reviews }: Needs) =>
  async (viewer: Viewer, id: string, args: Paging): Promise<Reviews> => {
    const userId = readId('user', id);
    if (ownerOf(viewer) !== userId && !isStaff(viewer)) throw forbidden();
    const page = readPage(nameOf('NEWEST'), place, args);
    return pageOf(await reviews.byAuthor(userId, page), 'NEWEST', page.after !== null);
  };

const nameOf = (order: ReviewOrder): string => `reviews.${order}`;

const pageOf = (page: Page<Review>, order: ReviewOrder, hasPrevious: boolean) => {
  const placeOf = ({ rating, createdAt, id }: Review): ReviewPlace => [
    order === 'NEWEST' ? 0 : rating,
    createdAt.getTime(),
    id,
  ];
  return connection(page, (review) => encodeCursor(nameOf(order), placeOf(review)), hasPrevious);
};
