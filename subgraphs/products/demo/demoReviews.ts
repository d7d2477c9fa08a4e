import { createHash } from 'node:crypto';
import { TypeID } from 'typeid-js';
import { newId, type UserId } from '../../../kernel/ids.ts';
import type { Product } from '../catalogue/product.ts';
import type { Review } from '../reviews/review.ts';
import { AUTHORS, REVIEWS } from './reviewTexts.ts';

const DAY_MS = 86_400_000;

/** What customers say of a product of a room: one to four reviews since it is there, the same whenever the shop is filled. */
export const demoReviews = (
  { id, slug, createdAt }: Pick<Product, 'id' | 'slug' | 'createdAt'>,
  room: string,
  number: number,
): Review[] => {
  const texts = REVIEWS[room] ?? [];
  return Array.from({ length: 1 + (number % 4) }, (_, at) => {
    const [rating, title, body, reply] = texts[(number * 5 + at * 3) % texts.length] ?? [5, 'Good', 'Good.'];
    const authorName = AUTHORS[(number * 7 + at * 11) % AUTHORS.length] ?? 'A customer';
    const writtenAt = new Date(createdAt.getTime() + (4 + ((number * 13 + at * 17) % 24)) * DAY_MS);
    const answered = reply ? { body: reply, createdAt: new Date(writtenAt.getTime() + DAY_MS) } : null;
    return {
      id: newId('rev'),
      productId: id,
      userId: nobody(`${slug} ${authorName}`),
      authorName,
      rating,
      title,
      body,
      images: [],
      status: 'PUBLISHED',
      hiddenBecause: null,
      reply: answered,
      createdAt: writtenAt,
      updatedAt: writtenAt,
    };
  });
};

/** An id that no account has, and always the same for a name: a second try makes no second review. */
const nobody = (name: string): UserId =>
  TypeID.fromUUIDBytes(
    'user',
    new Uint8Array(createHash('sha256').update(name).digest().subarray(0, 16)),
  ).toString() as UserId;
