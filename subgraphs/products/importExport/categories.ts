import { type CategoryId, newId } from '../../../kernel/ids.ts';
import { andThen, done, type Outcome } from '../../../kernel/outcome.ts';
import { addCategory, bySlug, childrenOf, type Tree, treeChange } from '../catalogue/category.ts';
import { slugOf, slugsToTry } from '../catalogue/slug.ts';
import type { Ports } from '../ports.ts';

type Placed = Readonly<{ tree: Tree; ids: readonly CategoryId[] }>;
type Path = readonly string[];

/** The categories at the ends of the paths, found by their names whatever the case; those that are missing are added. */
const categoriesOf = (tree: Tree, paths: readonly Path[]): Outcome<Placed> =>
  paths.reduce<Outcome<Placed>>(
    (placed, path) =>
      andThen(placed, (before) =>
        andThen(walk(before.tree, path, null), (found) =>
          done({ tree: found.tree, ids: [...before.ids, ...found.ids] }),
        ),
      ),
    done({ tree, ids: [] }),
  );

const walk = (tree: Tree, [name, ...below]: Path, parentId: CategoryId | null): Outcome<Placed> => {
  if (name === undefined) return done({ tree, ids: parentId ? [parentId] : [] });
  const known = childNamed(tree, parentId, name);
  if (known) return walk(tree, below, known.id);
  const id = newId('cat');
  const slug =
    slugsToTry(slugOf(name, 'category'), () => id.slice(-8)).find((candidate) => !bySlug(tree, candidate)) ??
    id;
  return andThen(addCategory(tree, { id, slug, name, description: null, parentId }), (next) =>
    walk(next, below, id),
  );
};

/** The child of this very name, or else of the name in another case. */
const childNamed = (tree: Tree, parentId: CategoryId | null, name: string) => {
  const children = childrenOf(tree, parentId);
  return (
    children.find((category) => category.name === name) ??
    children.find((category) => category.name.toLowerCase() === name.toLowerCase())
  );
};

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
