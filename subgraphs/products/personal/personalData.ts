import type { Review } from '../reviews/review.ts';

/** What products hold of a person, for the person to read: what they wrote, and what became of it. */
export const personalData = (
  reviews: readonly Review[],
  urlOf: (image: Review['images'][number]) => string,
) => ({
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
