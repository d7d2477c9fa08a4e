import type { ProductId } from '../../../kernel/ids.ts';
import { touched } from '../invalidation/store.mongo.ts';
import type { Collections, MovementDocument, ProductDocument } from '../store.database.ts';
import type { Along, SalesPorts } from './boughtTogether.ts';

const DAY_MS = 86_400_000;
const WINDOW_MS = 90 * DAY_MS;
/** A product that sells without a break is counted this often. */
const SOON_MS = 30_000;
const BATCH = 50;
/** Of the orders that a product was in, the last ones tell what goes with it now. */
const BASKETS = 1_000;
const KEPT = 20;

export const mongoSales = (db: Collections): SalesPorts['sales'] => ({
  noteBasket: async (orderId, products) => {
    await db.baskets.updateOne(
      { _id: orderId },
      { $setOnInsert: { products: [...products], at: new Date() } },
      { upsert: true },
    );
    await db.products.updateMany({ _id: { $in: [...products] } }, recountSoon());
  },
  recount: (now) => recountAll(db, now),
});

const recountSoon = () => ({ $inc: { sales: 1 }, $min: { recountAt: new Date(Date.now() + SOON_MS) } });

/** After sales have reached the ledger: their product is to be counted again. */
export const noteSales = async (
  { products }: Collections,
  id: ProductId,
  entered: readonly MovementDocument[],
): Promise<void> => {
  if (entered.some(({ kind }) => kind === 'COMMIT')) await products.updateOne({ _id: id }, recountSoon());
};

/** Those that sold something since they were counted, and each that sells once a day, as old sales fall out. */
const recountAll = async (db: Collections, now: Date): Promise<number> => {
  const due = await db.products
    .find({ recountAt: { $lte: now } }, { projection: { sales: 1 } })
    .limit(BATCH)
    .toArray();
  for (const product of due) await recount(db, product, now);
  return due.length;
};

/** If it has sold more in the meantime, it stays to be counted again. */
const recount = async (
  db: Collections,
  { _id, sales }: Pick<ProductDocument, '_id' | 'sales'>,
  now: Date,
): Promise<void> => {
  const [sold, along] = await Promise.all([soldOf(db, _id, now), alongOf(db, _id)]);
  const counted = { sold, along, ...touched() };
  const again =
    sold > 0
      ? { $set: { ...counted, recountAt: new Date(now.getTime() + DAY_MS) } }
      : { $set: counted, $unset: { recountAt: '' as const } };
  await db.products.updateOne({ _id, sales }, again);
};

const soldOf = async ({ movements }: Collections, productId: ProductId, now: Date): Promise<number> => {
  const since = new Date(now.getTime() - WINDOW_MS);
  const [sum] = await movements
    .aggregate<{ units: number }>([
      { $match: { productId, kind: 'COMMIT', at: { $gt: since } } },
      { $group: { _id: null, units: { $sum: '$onHandDelta' } } },
    ])
    .toArray();
  return Math.abs(sum?.units ?? 0);
};

const alongOf = async ({ baskets }: Collections, id: ProductId): Promise<Along[]> => {
  const found = await baskets
    .aggregate<{ _id: ProductId; count: number }>([
      { $match: { products: id } },
      { $sort: { at: -1 } },
      { $limit: BASKETS },
      { $unwind: '$products' },
      { $match: { products: { $ne: id } } },
      { $group: { _id: '$products', count: { $sum: 1 } } },
      { $sort: { count: -1, _id: 1 } },
      { $limit: KEPT },
    ])
    .toArray();
  return found.map(({ _id, count }) => ({ id: _id, count }));
};
