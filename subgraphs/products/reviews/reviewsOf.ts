import { z } from 'zod';
import type { ReviewSort } from '../../../generated/products/types.ts';
import { badInput, forbidden } from '../../../kernel/errors.ts';
import { type ProductId, readId } from '../../../kernel/ids.ts';
import { connection, encodeCursor, readPage } from '../../../kernel/page.ts';
import { isStaff, ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import type { ReviewList, ReviewOrder, ReviewPlace } from './ports.ts';
import type { Review } from './review.ts';

type Paging = Readonly<{ first?: number | null | undefined; after?: string | null | undefined }>;
type Args = Paging & Readonly<{ rating?: number | null | undefined; sort?: ReviewSort | null | undefined }>;
type Needs = Pick<Ports, 'reviews'>;

const place: z.ZodType<ReviewPlace> = z.tuple([z.number(), z.number(), z.string()]);

/** Published reviews of a product. */
export const reviewsOfProduct = (ports: Needs) => (productId: ProductId, args: Args) => {
  const rating = args.rating ?? null;
  if (rating !== null && ![1, 2, 3, 4, 5].includes(rating)) throw badInput('rating must be 1 to 5.');
  return pageOf(ports, { productId, rating }, args.sort ?? 'NEWEST', args);
};

/** All reviews of a customer: for themselves and staff. */
export const reviewsOfUser = (ports: Needs) => async (viewer: Viewer, id: string, args: Paging) => {
  const userId = readId('user', id);
  if (ownerOf(viewer) !== userId && !isStaff(viewer)) throw forbidden();
  return pageOf(ports, { userId }, 'NEWEST', args);
};

const pageOf = async ({ reviews }: Needs, list: ReviewList, order: ReviewOrder, args: Paging) => {
  const name = `reviews.${order}`;
  const page = readPage(name, place, args);
  const found = await reviews.list(list, order, page);
  const placeOf = ({ rating, createdAt, id }: Review): ReviewPlace => [order === 'NEWEST' ? 0 : rating, createdAt.getTime(), id];
  return connection(found, (review) => encodeCursor(name, placeOf(review)), page.after !== null);
};
