import type { ProductId } from '../../../kernel/ids.ts';
import type { Collections, MovementDocument, ProductDocument } from '../store.database.ts';

const DAY_MS = 86_400_000;
const WINDOW_MS = 90 * DAY_MS;
/** A product that sells without a break is counted this often. */
const SOON_MS = 30_000;

/** After sales have reached the ledger: their product is to be counted again. */
export const noteSales = async ({ products }: Collections, id: ProductId, entered: readonly MovementDocument[]): Promise<void> => {
  if (!entered.some(({ kind }) => kind === 'COMMIT')) return;
  await products.updateOne({ _id: id }, { $inc: { sales: 1 }, $min: { recountAt: new Date(Date.now() + SOON_MS) } });
};

/** Counts what products sold in 90 days: those that sold something since, and each that sells once a day, as old sales fall out. */
export const recountSold = async (db: Collections, now: Date, limit: number): Promise<void> => {
  const due = await db.products
    .find({ recountAt: { $lte: now } }, { projection: { sales: 1 } })
    .limit(limit)
    .toArray();
  for (const product of due) await recount(db, product, now);
};

/** If it has sold more in the meantime, it stays to be counted again. */
const recount = async (
  { products, movements }: Collections,
  { _id, sales }: Pick<ProductDocument, '_id' | 'sales'>,
  now: Date,
): Promise<void> => {
  const [sum] = await movements
    .aggregate<{ units: number }>([
      { $match: { productId: _id, kind: 'COMMIT', at: { $gt: new Date(now.getTime() - WINDOW_MS) } } },
      { $group: { _id: null, units: { $sum: '$onHandDelta' } } },
    ])
    .toArray();
  const sold = Math.abs(sum?.units ?? 0);
  const again =
    sold > 0 ? { $set: { sold, recountAt: new Date(now.getTime() + DAY_MS) } } : { $set: { sold }, $unset: { recountAt: '' as const } };
  await products.updateOne({ _id, sales }, again);
};
