import { fromDocument, PRODUCT } from '../catalogue/store.document.ts';
import type { Collections } from '../store.database.ts';
import { pointField } from './entry.ts';
import type { Row } from './fits.ts';
import type { Order, Place, SortKey } from './order.ts';
import type { Found, SearchPorts } from './ports.ts';
import { matchAll, matchQuery } from './store.match.ts';
import { ROW, type RowDocument, toRow } from './store.row.ts';
import type { Wanted } from './wanted.ts';

/** Above every letter there is: with it a prefix is a range of an index. */
const LAST = '\u{10ffff}';

export const mongoSearch = (db: Collections): SearchPorts['search'] => ({
  find: (wanted, order, after, limit) => find(db, wanted, order, after, limit),
  count: (wanted) => db.products.countDocuments(matchAll(wanted)),
  rows: (wanted) => rows(db, wanted),
  startingWith: async (words, prefix, limit) => {
    const begins = { 'entry.words': { $elemMatch: { $gte: prefix, $lt: `${prefix}${LAST}` } } };
    const filter = { $and: [begins, { status: 'ACTIVE' as const }, ...words.map((word) => ({ 'entry.words': word }))] };
    return (await db.products.find(filter, { projection: PRODUCT }).limit(limit).toArray()).map(fromDocument);
  },
});

/** How well a product fits: what each of the terms counts for it. */
const score = (terms: readonly string[]) => ({ $add: [0, ...terms.map((term) => `$entry.points.${pointField(term)}`)] });

const find = async ({ products }: Collections, wanted: Wanted, order: Order, after: Place | null, limit: number): Promise<Found[]> => {
  const scored = order.keys.some(({ field }) => field === 'score') ? [{ $addFields: { score: score(wanted.terms ?? []) } }] : [];
  const found = await products
    .aggregate<FoundDocument>([
      { $match: matchAll(wanted) },
      ...scored,
      ...(after ? [{ $match: behind(order, after) }] : []),
      { $sort: { ...Object.fromEntries(order.keys.map(({ field, down }) => [field, down ? -1 : 1])), _id: 1 } },
      { $limit: limit },
      { $project: { 'entry.points': 0, 'entry.all': 0, 'entry.words': 0 } },
    ])
    .toArray();
  return found.map(({ score: points, entry, ...document }) => ({
    product: fromDocument(document),
    place: [...order.keys.map(({ field }) => placeIn(field, { ...document, entry, score: points ?? 0 })), document._id],
  }));
};

type FoundDocument = RowDocument & { score?: number };

/** What comes after a place: greater in the first key that is not the same. */
const behind = ({ keys }: Order, place: Place): object => {
  const all = [...keys, { field: '_id' as const, down: false }];
  const same = (count: number) => Object.fromEntries(all.slice(0, count).map(({ field }, i) => [field, place[i]]));
  return { $or: all.map(({ field, down }, i) => ({ ...same(i), [field]: { [down ? '$lt' : '$gt']: place[i] } })) };
};

const placeIn = (field: SortKey['field'], document: Omit<FoundDocument, 'score'> & { score: number }): string | number => {
  switch (field) {
    case 'entry.newest':
      return document.entry.newest;
    case 'entry.priceMin':
      return document.entry.priceMin;
    case 'entry.priceMax':
      return document.entry.priceMax;
    case 'entry.title':
      return document.entry.title;
    default:
      return document[field];
  }
};

const rows = async ({ products }: Collections, wanted: Wanted): Promise<Row[]> =>
  (await products.find(matchQuery(wanted), { projection: ROW }).toArray()).map(toRow);
