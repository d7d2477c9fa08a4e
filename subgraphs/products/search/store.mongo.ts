import type { ProductId } from '../../../kernel/ids.ts';
import { readSlug } from '../catalogue/slug.ts';
import { isDuplicate } from '../catalogue/store.document.ts';
import { note } from '../catalogue/store.searchFields.ts';
import { noteEverything } from '../invalidation/store.mongo.ts';
import type { Collections } from '../store.database.ts';
import type { SearchPorts } from './ports.ts';
import { pointField } from './searchDocument.ts';
import { searchIndex } from './store.searchIndex.ts';
import type { Readings } from './words.ts';

export const mongoSearch = (db: Collections): SearchPorts['search'] => ({
  rows: searchIndex(db),
  scores: (readings) => scores(db, readings),
});

/** Read by the longest term of each reading, which is the rarest more often than not: the others are seen by their points. */
const scores = async (
  { products }: Collections,
  readings: Readings,
): Promise<ReadonlyMap<ProductId, number>> => {
  const longest = readings.flatMap((terms) => [...terms].sort((a, b) => b.length - a.length).slice(0, 1));
  if (longest.length === 0) return new Map();
  const projection = Object.fromEntries(
    readings.flat().map((term) => [`entry.points.${pointField(term)}`, 1]),
  );
  const found = await products.find({ 'entry.all': { $in: longest } }, { projection }).toArray();
  return new Map(
    found.flatMap(({ _id, entry }): [ProductId, number][] => {
      const best = Math.max(...readings.map((terms) => pointsIn(entry.points, terms)));
      return best > 0 ? [[_id, best]] : [];
    }),
  );
};

/** What the terms count, 0 where one is missing. */
const pointsIn = (points: Readonly<Record<string, number>>, terms: readonly string[]): number => {
  const each = terms.map((term) => points[pointField(term)] ?? 0);
  return each.includes(0) ? 0 : each.reduce((all, one) => all + one, 0);
};

/** Makes what every product is found by anew, while the shop runs. Safe to end at any time and to run again. */
export const rebuildEntries = async (
  db: Collections,
  told: (done: number, of: number) => void,
): Promise<number> => {
  const of = await db.products.countDocuments();
  let done = 0;
  for await (const { _id, slug } of db.products.find({}, { projection: { slug: 1 } }).sort({ _id: 1 })) {
    await note(db, _id);
    if (slug !== readSlug(slug)) await composeSlug(db, _id, slug);
    told(++done, of);
  }
  await noteEverything(db);
  return done;
};

/** A slug that an older version stored decomposed gets its composed form; where another product has that, it stays as it is. */
const composeSlug = async ({ products }: Collections, id: ProductId, slug: string): Promise<void> => {
  try {
    await products.updateOne({ _id: id, slug }, { $set: { slug: readSlug(slug) }, $inc: { version: 1 } });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
};
