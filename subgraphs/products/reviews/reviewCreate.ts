import type { ReviewCreateInput } from '../../../generated/products/types.ts';
import { newId, readId } from '../../../kernel/ids.ts';
import { type Outcome, refuse, refuseAll } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { authorName, type Review, reviewFaults } from './review.ts';

/** Creates the review of a buyer, one per product. */
export const reviewCreate =
  ({
    products,
    purchases,
    people,
    reviews,
    now,
  }: Pick<Ports, 'products' | 'purchases' | 'people' | 'reviews' | 'now'>) =>
  async (viewer: Viewer, input: ReviewCreateInput): Promise<Outcome<Review>> => {
    const { userId } = signedIn(viewer);
    const productId = readId('prod', input.productId);
    const faults = reviewFaults(input);
    if (faults.length) return refuseAll(faults);
    const [product] = await products.find([productId]);
    if (!product || product.status === 'DRAFT')
      return refuse('NOT_FOUND', 'There is no such product.', ['productId']);
    if (!(await purchases.purchased(userId, productId)))
      return refuse('PURCHASE_REQUIRED', 'Only who has bought it can review it.', ['productId']);
    const { givenName, familyName } = await people.nameOf(userId);
    const written = {
      rating: input.rating,
      title: input.title.trim(),
      body: input.body.trim(),
      createdAt: now(),
      updatedAt: now(),
    };
    const author = { userId, authorName: authorName(givenName, familyName) };
    return reviews.insert({
      id: newId('rev'),
      productId,
      ...author,
      ...written,
      images: [],
      status: 'PUBLISHED',
      hiddenBecause: null,
      reply: null,
    });
  };
