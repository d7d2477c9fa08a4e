import type { ProductId, UserId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Page, PageRequest } from '../../../kernel/page.ts';
import type { Review, ReviewId } from './review.ts';

export type ReviewOrder = 'NEWEST' | 'RATING_DESC' | 'RATING_ASC';
/** Stars (0 where they do not matter), when it was written, and the id. */
export type ReviewPlace = readonly [rating: number, at: number, id: string];

export type ReviewsPorts = Readonly<{
  reviews: {
    find(ids: readonly ReviewId[]): Promise<readonly (Review | null)[]>;
    /** A customer's own, newest first. */
    byAuthor(userId: UserId, page: PageRequest<ReviewPlace>): Promise<Page<Review>>;
    /** Of each product those that are published, of so many stars or any; one more than asked for, where there are more. */
    published(
      productIds: readonly ProductId[],
      rating: number | null,
      order: ReviewOrder,
      page: PageRequest<ReviewPlace>,
    ): Promise<Review[][]>;
    /** ALREADY_EXISTS where the customer has reviewed the product. Each change leaves the product's rating exact. */
    insert(review: Review): Promise<Outcome<Review>>;
    change(id: ReviewId, decide: (review: Review) => Outcome<Review>): Promise<Outcome<Review>>;
    remove(review: Review): Promise<void>;
    /** Counts again what a process began to change and did not count. */
    recount(now: Date): Promise<void>;
  };
  purchases: { purchased(userId: UserId, productId: ProductId): Promise<boolean> };
  people: {
    nameOf(userId: UserId): Promise<Readonly<{ givenName: string | null; familyName: string | null }>>;
  };
}>;
