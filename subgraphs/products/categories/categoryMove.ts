import type { CategoryMoveInput } from '../../../generated/products/types.ts';
import { readId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { type Category, moveCategory } from './tree.ts';
import { categoryOf, treeChange } from './treeChange.ts';

export const categoryMove =
  (ports: Pick<Ports, 'categories'>) =>
  async (input: CategoryMoveInput): Promise<Outcome<Category>> => {
    const id = readId('cat', input.id);
    const parentId = input.parentId == null ? null : readId('cat', input.parentId);
    return categoryOf(id)(await treeChange(ports)((tree) => moveCategory(tree, id, parentId)));
  };
