import type { Collections } from './store.database.ts';

const CLAIMS_KEPT_S = 90 * 86_400;

/** The indexes that decide what is unique, and those that lists and sweeps read by. Safe to run at every start. */
export const createIndexes = async ({
  products,
  stock,
  movements,
  reservations,
  reviews,
  claims,
  baskets,
}: Collections): Promise<void> => {
  await products.createIndexes([
    { key: { slug: 1 }, name: 'slug', unique: true },
    { key: { 'variants.sku': 1 }, name: 'sku', unique: true },
    { key: { 'variants.id': 1 }, name: 'variant' },
    { key: { 'entry.all': 1 }, name: 'terms' },
    { key: { 'entry.path': 1 }, name: 'path' },
    { key: { 'touched.at': 1 }, name: 'touched' },
    { key: { 'counting.at': 1 }, name: 'counting' },
    { key: { recountAt: 1 }, name: 'recount', sparse: true },
    { key: { 'news.at': 1 }, name: 'news', sparse: true },
  ]);
  await stock.createIndexes([
    { key: { 'holds.expiresAt': 1 }, name: 'overdue' },
    { key: { dirty: 1 }, name: 'dirty', sparse: true },
  ]);
  await movements.createIndexes([
    { key: { variantId: 1, at: -1, _id: -1 }, name: 'ledger' },
    { key: { productId: 1, kind: 1, at: 1 }, name: 'sold' },
  ]);
  await reservations.createIndexes([{ key: { due: 1 }, name: 'due', sparse: true }]);
  await reviews.createIndexes([
    { key: { productId: 1, userId: 1 }, name: 'once', unique: true },
    { key: { productId: 1, status: 1, createdAt: -1, _id: -1 }, name: 'newest' },
    { key: { productId: 1, status: 1, rating: 1, createdAt: -1, _id: -1 }, name: 'stars' },
    { key: { userId: 1, createdAt: -1, _id: -1 }, name: 'author' },
  ]);
  await baskets.createIndexes([{ key: { products: 1, at: -1 }, name: 'together' }]);
  await claims.createIndexes([{ key: { at: 1 }, name: 'kept', expireAfterSeconds: CLAIMS_KEPT_S }]);
};
