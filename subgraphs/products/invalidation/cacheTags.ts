import type { ProductId } from '../../../kernel/ids.ts';
import type { Tree } from '../catalogue/category.ts';

export type NewsPorts = Readonly<{
  news: {
    /** Tells what was changed a while ago and not told since: by a process that died, or while nobody listened. */
    tellLeft(now: Date): Promise<void>;
  };
}>;

/** A product whose public answer has changed; `list`: its place in lists may have, too. */
type Changed = Readonly<{ id: ProductId; list: boolean }>;

/** Everything that came of this service. */
export const EVERYTHING = 'products';
/** Every list of products: those that do not show it yet cannot be known by its id. */
const LISTS = 'products:list';
const MOST = 100;

/** What copies of changed products are known by; of many, all copies there are. */
export const tagsOf = (changed: readonly Changed[]): string[] =>
  changed.length > MOST
    ? [EVERYTHING]
    : [...changed.map(({ id }) => `product:${id}`), ...(changed.some(({ list }) => list) ? [LISTS] : [])];

/** A new text concerns its category alone; a new name, place or shape of the tree is in products, facets and lists as well. */
export const treeTags = (before: Tree, after: Tree): string[] => {
  const shape = (tree: Tree): string => JSON.stringify(tree.map(({ description: _, ...rest }) => rest));
  if (shape(before) !== shape(after)) return [EVERYTHING];
  return after
    .filter(({ description }, at) => description !== before[at]?.description)
    .map(({ id }) => `category:${id}`);
};
