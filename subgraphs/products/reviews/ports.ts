import type { ProductId, UserId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Page, PageRequest } from '../../../kernel/page.ts';
import type { Review, ReviewId } from './review.ts';

/** Which reviews a list is of; customers see those of a product that are published, an author their own. */
export type ReviewList = Readonly<{ productId: ProductId; rating: number | null }> | Readonly<{ userId: UserId }>;
export type ReviewOrder = 'NEWEST' | 'RATING_DESC' | 'RATING_ASC';
/** Stars (0 where they do not matter), when it was written, and the id. */
export type ReviewPlace = readonly [rating: number, at: number, id: string];

export type ReviewsPorts = Readonly<{
  reviews: {
    find(ids: readonly ReviewId[]): Promise<readonly (Review | null)[]>;
    list(list: ReviewList, order: ReviewOrder, page: PageRequest<ReviewPlace>): Promise<Page<Review>>;
    /** ALREADY_EXISTS where the customer has reviewed the product. Each change leaves the product's rating exact. */
    insert(review: Review): Promise<Outcome<Review>>;
    change(id: ReviewId, decide: (review: Review) => Outcome<Review>): Promise<Outcome<Review>>;
    remove(review: Review): Promise<void>;
    /** Counts again what a process began to change and did not count. */
    recount(now: Date): Promise<void>;
  };
  purchases: { purchased(userId: UserId, productId: ProductId): Promise<boolean> };
  people: { nameOf(userId: UserId): Promise<Readonly<{ givenName: string | null; familyName: string | null }>> };
}>;
