import { badInput } from '../../../kernel/errors.ts';
import type { ProductId } from '../../../kernel/ids.ts';
import type { Product } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';
import type { Row } from './searchRow.ts';
import { topOf } from './sorting.ts';
import { fold } from './words.ts';

/** What is compared of a product that is sold. */
export type Candidate = Pick<Row, 'id' | 'path' | 'foldedBrand' | 'foldedTags' | 'sold'>;

/** What it counts to share a category, a tag or the brand, or to be bought along once; twice as often counts one more. */
const SHARED = { category: 4, tag: 2, brand: 1, bought: 3 } as const;

/** The ids of others that go with a product, those that share most with it first. */
export const alike = (product: Product, candidates: readonly Candidate[], limit: number): ProductId[] => {
  const points = pointsFor(product);
  const sharing = candidates
    .map((each) => ({ id: each.id, sold: each.sold, points: each.id === product.id ? 0 : points(each) }))
    .filter((each) => each.points > 0);
  return topOf(
    sharing,
    (a, b) => b.points - a.points || b.sold - a.sold || (a.id < b.id ? -1 : 1),
    limit,
  ).map(({ id }) => id);
};

const pointsFor = ({ categoryIds, tags, brand, along }: Product) => {
  const [ownTags, ownBrand] = [new Set(tags.map(fold)), brand && fold(brand)];
  const counts = new Map(along.map(({ id, count }) => [id, count]));
  return (other: Candidate): number => {
    const bought = counts.get(other.id) ?? 0;
    return (
      SHARED.category * categoryIds.filter((id) => other.path.includes(id)).length +
      SHARED.tag * other.foldedTags.filter((tag) => ownTags.has(tag)).length +
      (ownBrand !== null && other.foldedBrand === ownBrand ? SHARED.brand : 0) +
      (bought > 0 ? SHARED.bought + Math.floor(Math.log2(bought)) : 0)
    );
  };
};

const MAX_RELATED = 20;

/** Of each product the others that are sold and go with it, those that share most first. */
export const relatedTo =
  ({ search }: Pick<Ports, 'search'>) =>
  async (products: readonly Product[]): Promise<ProductId[][]> => {
    const sold = (await search.rows()).filter(({ status }) => status === 'ACTIVE');
    return products.map((product) => alike(product, sold, MAX_RELATED));
  };

export const readRelated = (first: number): number => {
  if (!Number.isInteger(first) || first < 1 || first > MAX_RELATED)
    throw badInput(`first must be 1 to ${MAX_RELATED}.`);
  return first;
};
