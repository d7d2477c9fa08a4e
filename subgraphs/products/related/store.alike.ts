import type { Product } from '../catalogue/product.ts';
import { fromDocument, PRODUCT } from '../catalogue/store.document.ts';
import { fold } from '../search/words.ts';
import type { Collections, ProductDocument } from '../store.database.ts';

/** What it counts to share a category, a tag or the brand. */
const SHARED = { category: 4, tag: 2, brand: 1 } as const;

/** Others that are sold and share something, most of it first. */
export const alike = async ({ products }: Collections, product: Product, limit: number): Promise<Product[]> => {
  const [categories, tags, brand] = [[...product.categoryIds], product.tags.map(fold), product.brand && fold(product.brand)];
  const shares = [
    ...(categories.length ? [{ 'entry.path': { $in: categories } }] : []),
    ...(tags.length ? [{ 'entry.tags': { $in: tags } }] : []),
    ...(brand ? [{ 'entry.brand': brand }] : []),
  ];
  if (shares.length === 0) return [];
  const common = (field: string, own: readonly string[]) => ({ $size: { $setIntersection: [field, [...own]] } });
  const points = {
    $add: [
      { $multiply: [SHARED.category, common('$entry.path', categories)] },
      { $multiply: [SHARED.tag, common('$entry.tags', tags)] },
      { $cond: [{ $eq: ['$entry.brand', brand] }, SHARED.brand, 0] },
    ],
  };
  const found = await products
    .aggregate<ProductDocument & { points: number }>([
      { $match: { status: 'ACTIVE', _id: { $ne: product.id }, $or: shares } },
      { $addFields: { points } },
      { $sort: { points: -1, sold: -1, _id: 1 } },
      { $limit: limit },
      { $project: PRODUCT },
    ])
    .toArray();
  return found.map(({ points: _, ...document }) => fromDocument(document));
};
