import type { Id, ProductId, UserId } from '../../../kernel/ids.ts';
import type { Refusal } from '../../../kernel/outcome.ts';
import type { Media, Ratings } from '../catalogue/product.ts';
import { rangeFault, textFault } from '../check.ts';

export type ReviewId = Id<'rev'>;
export type ReviewStatus = 'PUBLISHED' | 'HIDDEN';

export type Review = Readonly<{
  id: ReviewId;
  productId: ProductId;
  userId: UserId;
  authorName: string;
  rating: number;
  title: string;
  body: string;
  images: readonly Media[];
  status: ReviewStatus;
  /** Why staff hid it. */
  hiddenBecause: string | null;
  reply: Readonly<{ body: string; createdAt: Date }> | null;
  createdAt: Date;
  updatedAt: Date;
}>;

type Fields = Readonly<{
  rating?: number | null | undefined;
  title?: string | null | undefined;
  body?: string | null | undefined;
}>;

const MAX_BODY = 5_000;

/** What is wrong with the fields that are given. */
export const reviewFaults = ({ rating, title, body }: Fields): Refusal[] => [
  ...(rating == null ? [] : rangeFault('The stars', rating, 1, 5, ['rating'])),
  ...(title == null ? [] : textFault('The title', title, 150, ['title'])),
  ...(body == null ? [] : bodyFaults(body)),
];

/** A text of several lines. */
export const bodyFaults = (body: string): Refusal[] =>
  textFault('The text', body.replace(/[\r\n\t]+/g, ' '), MAX_BODY, ['body']);

export const withReviewFields = (review: Review, { rating, title, body }: Fields, now: Date): Review => ({
  ...review,
  rating: rating ?? review.rating,
  title: title?.trim() ?? review.title,
  body: body?.trim() ?? review.body,
  updatedAt: now,
});

/** As others see who wrote it: the first name and the initial of the last. */
export const authorName = (givenName: string | null, familyName: string | null): string => {
  const initial = [...(familyName?.trim() ?? '')][0];
  return [givenName?.trim(), initial && `${initial}.`].filter(Boolean).join(' ') || 'A customer';
};

export const countOf = (ratings: Ratings): number => ratings.reduce((all, count) => all + count, 0);

/** The average of all stars, exactly; null without reviews. */
export const meanOf = (ratings: Ratings): number | null => {
  const stars = ratings.reduce((all, count, i) => all + count * (i + 1), 0);
  return countOf(ratings) === 0 ? null : stars / countOf(ratings);
};

/** As it is shown: one decimal. */
export const averageOf = (ratings: Ratings): number | null => {
  const mean = meanOf(ratings);
  return mean === null ? null : Math.round(mean * 10) / 10;
};
