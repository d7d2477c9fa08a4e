import { randomUUID } from 'node:crypto';
import { failpoint } from '../../../kernel/failpoint.ts';
import type { ProductId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Ratings } from '../catalogue/product.ts';
import { marked, type Tell } from '../invalidation/store.mongo.ts';
import type { Collections } from '../store.database.ts';
import { countOf, meanOf } from './review.ts';

const GIVEN_UP_MS = 30_000;

/** Announces a change of reviews with the product, makes it, counts anew. If the process dies in between, the announcement stays for the sweeper. */
export const counted = async <T>(
  db: Collections,
  tell: Tell,
  productId: ProductId,
  change: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> => {
  const job = randomUUID();
  await db.products.updateOne({ _id: productId }, { $push: { counting: { job, at: new Date() } } });
  let isRefused = false;
  try {
    const outcome = await change();
    isRefused = !outcome.ok;
    return outcome;
  } finally {
    await failpoint('products.review.beforeCount');
    await recount(db, productId, { job }, isRefused);
    if (!isRefused) tell(productId);
  }
};

/**
 * The count of what there is. Whoever counts at the same time may have looked before this change was made; but the one after that
 * has looked later, so that a third count is never needed.
 */
const recount = async (
  db: Collections,
  productId: ProductId,
  done: object,
  isRefused: boolean,
): Promise<void> => {
  let first: number | null = null;
  for (;;) {
    const product = await db.products.findOne({ _id: productId }, { projection: { counts: 1, ratings: 1 } });
    if (!product) return;
    first ??= product.counts;
    const told = (list: boolean) => (isRefused && !list ? {} : { $set: marked(list) });
    if (product.counts >= first + 2)
      return void (await db.products.updateOne(
        { _id: productId },
        { ...told(false), $pull: { counting: done } },
      ));
    const ratings = await starsOf(db, productId);
    const counted = { ratings, stars: meanOf(ratings) ?? 0, reviews: countOf(ratings) };
    const { matchedCount } = await db.products.updateOne(
      { _id: productId, counts: product.counts },
      {
        $set: { ...counted, ...told(String(ratings) !== String(product.ratings)).$set },
        $inc: { counts: 1 },
        $pull: { counting: done },
      },
    );
    if (matchedCount > 0) return;
  }
};

const starsOf = async ({ reviews }: Collections, productId: ProductId): Promise<Ratings> => {
  const stars = await reviews
    .aggregate<{ _id: number; count: number }>([
      { $match: { productId, status: 'PUBLISHED' } },
      { $group: { _id: '$rating', count: { $sum: 1 } } },
    ])
    .toArray();
  return [1, 2, 3, 4, 5].map(
    (rating) => stars.find(({ _id }) => _id === rating)?.count ?? 0,
  ) as unknown as Ratings;
};

/** What was announced a while ago and never counted. */
export const recountAll = async (db: Collections, tell: Tell, now: Date): Promise<void> => {
  const at = { $lt: new Date(now.getTime() - GIVEN_UP_MS) };
  const left = await db.products
    .find({ 'counting.at': at }, { projection: { _id: 1 } })
    .limit(100)
    .toArray();
  for (const { _id } of left) {
    await recount(db, _id, { at }, false);
    tell(_id);
  }
};
