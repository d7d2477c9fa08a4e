import { MongoBulkWriteError } from 'mongodb';
import { failpoint } from '../../../kernel/failpoint.ts';
import type { VariantId } from '../../../kernel/ids.ts';
import type { Log } from '../../../kernel/log.ts';
import { marked, type Tell } from '../invalidation/store.mongo.ts';
import { noteSales } from '../search/store.boughtTogether.ts';
import type { Collections, MovementDocument, StockDocument } from '../store.database.ts';

/** How long a step that was done can still be tried again: far longer than any request lives. */
const MARKS_KEPT_MS = 15 * 60_000;

/** Moves movements from the stock's documents into the ledger: at once, or in the background. Tells of products that came into stock or went out of it. */
export const drainer = (db: Collections, log: Log, tell: Tell) => {
  const waiting = new Set<VariantId>();
  let working: Promise<void> | null = null;
  const now = async (ids: readonly VariantId[]): Promise<void> => {
    await Promise.all([...new Set(ids)].map((id) => drain(db, id, tell)));
  };
  const work = async (): Promise<void> => {
    while (waiting.size > 0) {
      const ids = [...waiting].slice(0, 20);
      for (const id of ids) waiting.delete(id);
      await now(ids).catch((error: unknown) => log.warn({ err: error }, 'movements wait for the sweeper'));
    }
    working = null;
  };
  const soon = (ids: readonly VariantId[]): void => {
    for (const id of ids) waiting.add(id);
    working ??= work();
  };
  return { now, soon, close: async () => working };
};

/** Each step can be done again: movements have their ids, and what is newer is not overwritten. */
const drain = async (db: Collections, id: VariantId, tell: Tell): Promise<void> => {
  for (;;) {
    const stock = await db.stock.findOne(
      { _id: id },
      { projection: { productId: 1, available: 1, seq: 1, pending: 1 } },
    );
    if (!stock?.pending.length) return;
    await enter(db, stock.pending);
    await failpoint('products.drain.afterLedger');
    if (await noteAvailability(db, stock)) tell(stock.productId);
    await noteSales(db, stock.productId, stock.pending);
    if (await clear(db, stock)) return;
  }
};

/** Into the ledger, unless it is there already. */
const enter = async ({ movements }: Collections, pending: readonly MovementDocument[]): Promise<void> => {
  if (pending.length === 0) return;
  try {
    await movements.insertMany([...pending], { ordered: false });
  } catch (error) {
    const faults = error instanceof MongoBulkWriteError ? [error.writeErrors].flat() : [];
    if (faults.length === 0 || faults.some(({ code }) => code !== 11_000)) throw error;
  }
};

/**
 * Whether it came into stock, or went out of it. What is likeliest is tried first: it is as it was. Where an older drain turns it
 * over in between, the third try finds what the first did not.
 */
const noteAvailability = async (
  { products }: Collections,
  { _id, productId, available, seq }: StockDocument,
): Promise<boolean> => {
  const yes = available > 0;
  for (const before of [yes, !yes, yes]) {
    const { matchedCount } = await products.updateOne(
      { _id: productId, stocked: { $elemMatch: { id: _id, seq: { $lt: seq }, yes: before } } },
      { $set: { 'stocked.$.seq': seq, 'stocked.$.yes': yes, ...(before === yes ? {} : marked(true)) } },
    );
    if (matchedCount > 0) return before !== yes;
  }
  return false;
};

/** Whether nothing has come in the meantime; if something has, it is drained as well. */
const clear = async ({ stock }: Collections, { _id, seq, pending }: StockDocument): Promise<boolean> => {
  const marks = { at: { $lt: new Date(Date.now() - MARKS_KEPT_MS) } };
  const entered = { _id: { $in: pending.map((movement) => movement._id) } };
  const { matchedCount } = await stock.updateOne(
    { _id, seq },
    { $set: { pending: [] }, $unset: { dirty: '' }, $pull: { marks } },
  );
  if (matchedCount > 0) return true;
  await stock.updateOne({ _id }, { $pull: { pending: entered, marks } });
  return false;
};
