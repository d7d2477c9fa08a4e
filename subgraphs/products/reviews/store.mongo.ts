import type { ProductId, UserId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { cutPage, type Page, type PageRequest } from '../../../kernel/page.ts';
import { isDuplicate } from '../catalogue/store.document.ts';
import type { Tell } from '../invalidation/store.mongo.ts';
import type { Collections, ReviewDocument } from '../store.database.ts';
import type { ReviewOrder, ReviewPlace, ReviewsPorts } from './ports.ts';
import type { Review, ReviewId } from './review.ts';
import { counted, recountAll } from './store.count.ts';

const MAX_ATTEMPTS = 20;

export const mongoReviews = (db: Collections, tell: Tell): ReviewsPorts['reviews'] => ({
  find: async (ids) => {
    const found = (await db.reviews.find({ _id: { $in: [...ids] } }).toArray()).map(fromDocument);
    return ids.map((id) => found.find((review) => review.id === id) ?? null);
  },
  byAuthor: (userId, page) => byAuthor(db, userId, page),
  published: (productIds, rating, order, page) => published(db, productIds, rating, order, page),
  insert: (review) => counted(db, tell, review.productId, () => insert(db, review)),
  change: async (id, decide) => {
    const review = await db.reviews.findOne({ _id: id }, { projection: { productId: 1 } });
    return review ? counted(db, tell, review.productId, () => change(db, id, decide)) : noReview();
  },
  remove: async (review) => void (await counted(db, tell, review.productId, () => remove(db, review))),
  recount: (now) => recountAll(db, tell, now),
});

const noReview = () => refuse('NOT_FOUND', 'There is no such review.', ['id']);

const insert = async (db: Collections, review: Review): Promise<Outcome<Review>> => {
  try {
    await db.reviews.insertOne({ ...fields(review), _id: review.id, version: 1 });
    return done(review);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return refuse('ALREADY_EXISTS', 'You have reviewed this product; change that review.', ['productId']);
  }
};

const change = async (
  db: Collections,
  id: ReviewId,
  decide: (review: Review) => Outcome<Review>,
): Promise<Outcome<Review>> => {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const document = await db.reviews.findOne({ _id: id });
    if (!document) return noReview();
    const decided = decide(fromDocument(document));
    if (!decided.ok) return decided;
    const { version } = document;
    const { matchedCount } = await db.reviews.replaceOne(
      { _id: id, version },
      { ...fields(decided.value), version: version + 1 },
    );
    if (matchedCount > 0) return decided;
  }
  return refuse('CONFLICT', 'This review is being changed by others at once; try again.', ['id']);
};

const remove = async ({ reviews }: Collections, { id }: Review): Promise<Outcome<boolean>> => {
  const { deletedCount } = await reviews.deleteOne({ _id: id });
  return deletedCount > 0 ? done(true) : noReview();
};

const byAuthor = async (
  { reviews }: Collections,
  userId: UserId,
  { first, after }: PageRequest<ReviewPlace>,
): Promise<Page<Review>> => {
  const rows = reviews
    .find({ userId, ...(after ? behind('NEWEST', after) : {}) })
    .sort({ createdAt: -1, _id: -1 });
  const [found, total] = await Promise.all([
    rows.limit(first + 1).toArray(),
    reviews.countDocuments({ userId }),
  ]);
  return cutPage(found.map(fromDocument), first, total);
};

type Listed = Readonly<{ _id: ProductId; listed: readonly ReviewDocument[] }>;

/** One question for all products. NEWEST leaves the stars out; the newer of two with as many stars is always first. */
const published: (
  db: Collections,
  ...of: Parameters<ReviewsPorts['reviews']['published']>
) => Promise<Review[][]> = async ({ products }, productIds, rating, order, { first, after }) => {
  const stars = order === 'NEWEST' ? {} : { rating: order === 'RATING_ASC' ? 1 : -1 };
  const fitting = {
    status: 'PUBLISHED',
    ...(rating ? { rating } : {}),
    ...(after ? behind(order, after) : {}),
  };
  const pipeline = [
    { $match: fitting },
    { $sort: { ...stars, createdAt: -1, _id: -1 } },
    { $limit: first + 1 },
  ];
  const found = await products
    .aggregate<Listed>([
      { $match: { _id: { $in: [...productIds] } } },
      { $project: { _id: 1 } },
      { $lookup: { from: 'reviews', localField: '_id', foreignField: 'productId', pipeline, as: 'listed' } },
    ])
    .toArray();
  const byId = new Map(found.map(({ _id, listed }) => [_id, listed.map(fromDocument)]));
  return productIds.map((id) => byId.get(id) ?? []);
};

const behind = (order: ReviewOrder, [rating, at, id]: ReviewPlace): object => {
  const createdAt = new Date(at);
  const older = [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: id } }];
  if (order === 'NEWEST') return { $or: older };
  const farther = { rating: { [order === 'RATING_ASC' ? '$gt' : '$lt']: rating } };
  return { $or: [farther, ...older.map((each) => ({ rating, ...each }))] };
};

const fields = ({ id: _, ...review }: Review): Omit<Review, 'id'> => review;
const fromDocument = ({ _id, version: _, ...review }: ReviewDocument): Review => ({ ...review, id: _id });
