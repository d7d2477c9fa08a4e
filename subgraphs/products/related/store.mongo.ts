import type { Filter } from 'mongodb';
import type { Product } from '../catalogue/product.ts';
import { fold } from '../search/words.ts';
import type { Collections, ProductDocument } from '../store.database.ts';
import type { RelatedPorts } from './ports.ts';

const CANDIDATE = { sold: 1, 'entry.path': 1, 'entry.brand': 1, 'entry.tags': 1 } as const;

export const mongoCandidates = ({ products }: Collections): RelatedPorts['candidates'] => ({
  of: async (all) => {
    const shares = sharing(all);
    if (shares.length === 0) return [];
    const found = await products.find({ status: 'ACTIVE', $or: shares }, { projection: CANDIDATE }).toArray();
    return found.map(({ _id, sold, entry: { path, brand, tags } }) => ({ id: _id, sold, path, brand, tags }));
  },
});

const sharing = (all: readonly Product[]): Filter<ProductDocument>[] =>
  [
    anyOf(
      'entry.path',
      all.flatMap(({ categoryIds }) => categoryIds),
    ),
    anyOf(
      'entry.tags',
      all.flatMap(({ tags }) => tags.map(fold)),
    ),
    anyOf(
      'entry.brand',
      all.flatMap(({ brand }) => (brand === null ? [] : [fold(brand)])),
    ),
    anyOf(
      '_id',
      all.flatMap(({ along }) => along.map(({ id }) => id)),
    ),
  ].flat();

const anyOf = (field: string, values: readonly string[]): Filter<ProductDocument>[] =>
  values.length > 0 ? [{ [field]: { $in: [...new Set(values)] } } as Filter<ProductDocument>] : [];
