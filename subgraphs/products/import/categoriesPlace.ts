import type { CategoryId } from '../../../kernel/ids.ts';
import { andThen, done, type Outcome } from '../../../kernel/outcome.ts';
import type { Tree } from '../categories/tree.ts';
import { treeChange } from '../categories/treeChange.ts';
import type { Ports } from '../ports.ts';
import { categoriesOf } from './categoriesOf.ts';

export type Place = (paths: readonly (readonly string[])[]) => Promise<Outcome<readonly CategoryId[]>>;

/**
 * Finds the categories of some products, and makes those that are missing; each time in the tree as it is then, since staff work
 * beside. In a dry run the tree grows in memory alone.
 */
export const categoriesPlace = (
  { categories }: Pick<Ports, 'categories'>,
  isDryRun: boolean,
): (() => Promise<Place>) => {
  let rehearsed: Tree | null = null;
  return async () => {
    let known: Tree = rehearsed ?? (await categories.tree());
    return async (paths) => {
      const plan = categoriesOf(known, paths);
      if (!plan.ok || plan.value.tree === known) return andThen(plan, ({ ids }) => done(ids));
      const grown = isDryRun
        ? done(plan.value.tree)
        : await treeChange({ categories })((tree) =>
            andThen(categoriesOf(tree, paths), (placed) => done(placed.tree)),
          );
      if (!grown.ok) return grown;
      known = grown.value;
      if (isDryRun) rehearsed = known;
      return andThen(categoriesOf(known, paths), ({ ids }) => done(ids));
    };
  };
};
