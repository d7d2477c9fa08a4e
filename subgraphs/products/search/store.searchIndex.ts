import type { ProductId } from '../../../kernel/ids.ts';
import { fromDocument } from '../catalogue/store.document.ts';
import type { Collections, ProductDocument } from '../store.database.ts';
import { type Row, rowOf } from './searchRow.ts';

/** What rows are made of; descriptions, pictures and terms stay in the store. */
const ROW = {
  ...{ status: 1, brand: 1, tags: 1, title: 1, sold: 1, stars: 1, reviews: 1, stocked: 1, touched: 1 },
  ...{ 'variants.id': 1, 'variants.selectedOptions': 1 },
  ...{ 'entry.path': 1, 'entry.brand': 1, 'entry.tags': 1, 'entry.words': 1, 'entry.variants': 1 },
  ...{ 'entry.title': 1, 'entry.newest': 1, 'entry.priceMin': 1, 'entry.priceMax': 1 },
} as const;

/** A write may be seen later than one that began after it, and clocks differ: so what is this old is looked at again … */
const OVERLAP_MS = 15_000;
/** … this often. */
const AGAIN_MS = 2_000;
const BATCH = 200;

type SearchIndex = Map<ProductId, Readonly<{ row: Row; mark: string }>>;

/**
 * All rows, kept in memory and brought up to date before each answer: by the marks of what was touched since the last one seen.
 * Every change of a product marks it; no product is ever removed.
 */
export const searchIndex = (db: Collections) => {
  const kept: SearchIndex = new Map();
  let newest = 0;
  let lookedAgainAt = 0;
  let isLoaded = false;

  /** What changes meanwhile is read again by the next look: it begins where this one began. */
  const load = async (): Promise<void> => {
    const began = Date.now();
    await read(
      db,
      kept,
      (await db.products.find({}, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id),
    );
    newest = began;
    isLoaded = true;
  };
  /** A clock that is ahead does not hide what others do: nothing is later than now. Only a look that succeeds moves on. */
  const refresh = async (): Promise<void> => {
    if (!isLoaded) return load();
    const began = Date.now();
    const isTime = began - lookedAgainAt > AGAIN_MS;
    const at = { $gte: new Date(isTime ? newest - OVERLAP_MS : newest) };
    const touched = await db.products.find({ 'touched.at': at }, { projection: { touched: 1 } }).toArray();
    const changed = touched.filter((one) => kept.get(one._id)?.mark !== markOf(one)).map(({ _id }) => _id);
    const latestAt = await read(db, kept, changed);
    newest = Math.max(newest, Math.min(latestAt, began));
    if (isTime) lookedAgainAt = began;
  };
  const fresh = latest(refresh);
  return async (): Promise<Row[]> => {
    await fresh();
    return Array.from(kept.values(), ({ row }) => row);
  };
};

/** Puts the rows of these on the shelf; the latest change among them. */
const read = async (
  { products }: Collections,
  kept: SearchIndex,
  ids: readonly ProductId[],
): Promise<number> => {
  let latestAt = 0;
  for (let from = 0; from < ids.length; from += BATCH) {
    const documents = await products
      .find({ _id: { $in: ids.slice(from, from + BATCH) } }, { projection: ROW })
      .toArray();
    for (const document of documents) {
      kept.set(document._id, { row: toRow(document), mark: markOf(document) });
      latestAt = Math.max(latestAt, document.touched?.at.getTime() ?? 0);
    }
  }
  return latestAt;
};

const markOf = ({ touched }: Pick<ProductDocument, 'touched'>): string => touched?.mark ?? '';

const toRow = (document: ProductDocument): Row => {
  const { stars, reviews, entry } = document;
  return rowOf({ ...fromDocument(document), stars, reviews, entry });
};

/** Runs the work once for all callers that ask while an earlier run is in progress; each gets a run that began after its call. */
const latest = (work: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const begin = (): Promise<void> => {
    const own = work().finally(() => {
      if (running === own) running = null;
    });
    running = own;
    return own;
  };
  const afterwards = async (before: Promise<void>): Promise<void> => {
    await before.catch(() => undefined);
    next = null;
    await begin();
  };
  return () => {
    if (!running) return begin();
    next ??= afterwards(running);
    return next;
  };
};
