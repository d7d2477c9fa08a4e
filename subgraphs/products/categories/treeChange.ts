import type { CategoryId } from '../../../kernel/ids.ts';
import { andThen, done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { byId, type Category, type Tree } from './tree.ts';

/** Changes the tree, then what products note of it. If that fails, the sweeper does it: the change is made all the same. */
export const treeChange =
  ({ categories }: Pick<Ports, 'categories'>) =>
  async (decide: (tree: Tree) => Outcome<Tree>): Promise<Outcome<Tree>> => {
    const changed = await categories.change(decide);
    if (changed.ok) await categories.noteWithProducts().catch(() => undefined);
    return changed;
  };

export const categoryOf =
  (id: CategoryId) =>
  (outcome: Outcome<Tree>): Outcome<Category> =>
    andThen(outcome, (tree) => {
      const category = byId(tree, id);
      return category ? done(category) : refuse('NOT_FOUND', 'There is no such category.', ['id']);
    });
