import type { ProductId } from '../../../kernel/ids.ts';
import type { Collections } from '../store.database.ts';
import { pointField } from './entry.ts';
import type { SearchPorts } from './ports.ts';
import { shelf } from './store.shelf.ts';

export const mongoSearch = (db: Collections): SearchPorts['search'] => ({
  rows: shelf(db),
  scores: (terms) => scores(db, terms),
});

/** Read by the longest term alone, which is the rarest more often than not: the others are seen by their points. */
const scores = async ({ products }: Collections, terms: readonly string[]): Promise<ReadonlyMap<ProductId, number>> => {
  const [longest] = [...terms].sort((a, b) => b.length - a.length);
  if (longest === undefined) return new Map();
  const projection = Object.fromEntries(terms.map((term) => [`entry.points.${pointField(term)}`, 1]));
  const found = await products.find({ 'entry.all': longest }, { projection }).toArray();
  return new Map(
    found.flatMap(({ _id, entry }): [ProductId, number][] => {
      const points = terms.map((term) => entry.points[pointField(term)] ?? 0);
      return points.includes(0) ? [] : [[_id, points.reduce((all, each) => all + each, 0)]];
    }),
  );
};
