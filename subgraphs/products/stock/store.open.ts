import { newId, type ProductId } from '../../../kernel/ids.ts';
import type { Opening } from '../catalogue/ports.ts';
import type { Collections, MovementDocument, StockDocument } from '../store.database.ts';

/** The stock of new variants, with the movement that it began with: that stays here until the stock moves or the ledger is read. */
export const openStock = async ({ stock }: Collections, productId: ProductId, opening: readonly Opening[]): Promise<void> => {
  if (opening.length === 0) return;
  const documents = opening.map((each) => opened(productId, each, new Date()));
  await stock.bulkWrite(
    documents.map((document) => ({
      updateOne: { filter: { _id: document._id }, update: { $setOnInsert: withoutId(document) }, upsert: true },
    })),
  );
};

/** Takes stock back that nobody has seen, since its variants were refused. */
export const withdrawStock = async ({ stock }: Collections, opening: readonly Opening[]): Promise<void> => {
  if (opening.length) await stock.deleteMany({ _id: { $in: opening.map(({ variantId }) => variantId) }, seq: 1 });
};

const withoutId = ({ _id, ...rest }: StockDocument): Omit<StockDocument, '_id'> => rest;

const opened = (productId: ProductId, { variantId, onHand }: Opening, at: Date): StockDocument => ({
  _id: variantId,
  productId,
  onHand,
  reserved: 0,
  available: onHand,
  seq: 1,
  holds: [],
  marks: [],
  pending: onHand > 0 ? [opening(productId, { variantId, onHand }, at)] : [],
});

const opening = (productId: ProductId, { variantId, onHand }: Opening, at: Date): MovementDocument => ({
  _id: newId('mov'),
  variantId,
  productId,
  at,
  kind: 'SET',
  onHandDelta: onHand,
  reservedDelta: 0,
  orderId: null,
  reason: 'Opening stock',
});
