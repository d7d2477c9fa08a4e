import type { ProductId } from '../../../kernel/ids.ts';
import type { Collections } from '../store.database.ts';
import { pointField } from './entry.ts';
import type { SearchPorts } from './ports.ts';
import { shelf } from './store.shelf.ts';
import type { Readings } from './words.ts';

export const mongoSearch = (db: Collections): SearchPorts['search'] => ({
  rows: shelf(db),
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
