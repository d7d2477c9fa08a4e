import { randomUUID } from 'node:crypto';
import { failpoint } from '../../../kernel/failpoint.ts';
import type { ProductId } from '../../../kernel/ids.ts';
import type { Ratings } from '../catalogue/product.ts';
import type { Collections } from '../store.database.ts';
import { countOf, meanOf } from './review.ts';

const GIVEN_UP_MS = 30_000;

/** Announces a change of reviews with the product, makes it, counts anew. If the process dies in between, the announcement stays for the sweeper. */
export const counted = async <T>(db: Collections, productId: ProductId, change: () => Promise<T>): Promise<T> => {
  const job = randomUUID();
  await db.products.updateOne({ _id: productId }, { $push: { counting: { job, at: new Date() } } });
  try {
    return await change();
  } finally {
    await failpoint('products.review.beforeCount');
    await recount(db, productId, { job });
  }
};

/** The count of what there is, unless somebody has counted in the meantime: then again. */
const recount = async ({ products, reviews }: Collections, productId: ProductId, done: object): Promise<void> => {
  for (;;) {
    const product = await products.findOne({ _id: productId }, { projection: { counts: 1 } });
    if (!product) return;
    const stars = await reviews
      .aggregate<{ _id: number; count: number }>([
        { $match: { productId, status: 'PUBLISHED' } },
        { $group: { _id: '$rating', count: { $sum: 1 } } },
      ])
      .toArray();
    const ratings = [1, 2, 3, 4, 5].map((rating) => stars.find(({ _id }) => _id === rating)?.count ?? 0) as unknown as Ratings;
    const { matchedCount } = await products.updateOne(
      { _id: productId, counts: product.counts },
      { $set: { ratings, stars: meanOf(ratings) ?? 0, reviews: countOf(ratings) }, $inc: { counts: 1 }, $pull: { counting: done } },
    );
    if (matchedCount > 0) return;
  }
};

/** What was announced a while ago and never counted. */
export const recountAll = async (db: Collections): Promise<void> => {
  const at = { $lt: new Date(Date.now() - GIVEN_UP_MS) };
  const left = await db.products
    .find({ 'counting.at': at }, { projection: { _id: 1 } })
    .limit(100)
    .toArray();
  for (const { _id } of left) await recount(db, _id, { at });
};
