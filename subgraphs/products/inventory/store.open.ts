import { MongoBulkWriteError } from 'mongodb';
import { newId, type ProductId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Opening } from '../catalogue/ports.ts';
import type { Product } from '../catalogue/product.ts';
import { DUPLICATE } from '../catalogue/store.document.ts';
import type { Collections, MovementDocument, StockDocument, Stocked } from '../store.database.ts';

type OpeningOf = Readonly<{ productId: ProductId; opening: readonly Opening[] }>;

/** The stock of new variants, with the movement that it began with: that stays here until the stock moves or the ledger is read. */
export const openStock = async ({ stock }: Collections, all: readonly OpeningOf[]): Promise<void> => {
  const documents = all.flatMap(({ productId, opening }) =>
    opening.map((each) => opened(productId, each, new Date())),
  );
  if (documents.length > 0) await stock.insertMany(documents, { ordered: false }).catch(unlessThere);
};

/** The same call, sent twice, finds what it opened. */
const unlessThere = (error: unknown): void => {
  const faults =
    error instanceof MongoBulkWriteError && !error.result.getWriteConcernError()
      ? [error.writeErrors].flat()
      : [];
  if (faults.length === 0 || faults.some(({ code }) => code !== DUPLICATE)) throw error;
};

/** What of it did not become a variant. */
export const unkept = (opening: readonly Opening[], saved: Outcome<Product> | undefined): Opening[] => {
  const kept = new Set(saved?.ok ? saved.value.variants.map(({ id }) => id) : []);
  return opening.filter(({ variantId }) => !kept.has(variantId));
};

export const stockedBy = (opening: readonly Opening[]): Stocked[] =>
  opening.map(({ variantId, onHand }) => ({ id: variantId, seq: 1, yes: onHand > 0 }));

/** Takes stock back that nobody has seen, since its variants were refused. */
export const withdrawStock = async ({ stock }: Collections, opening: readonly Opening[]): Promise<void> => {
  if (opening.length)
    await stock.deleteMany({ _id: { $in: opening.map(({ variantId }) => variantId) }, seq: 1 });
};

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
