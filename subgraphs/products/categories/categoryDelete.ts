import { type CategoryId, readId } from '../../../kernel/ids.ts';
import { andThen, done, type Outcome } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { removeCategory } from './tree.ts';
import { treeChange } from './treeChange.ts';

export const categoryDelete =
  (ports: Pick<Ports, 'categories'>) =>
  async (id: string): Promise<Outcome<CategoryId>> => {
    const categoryId = readId('cat', id);
    const changed = await treeChange(ports)((tree) => removeCategory(tree, categoryId));
    return andThen(changed, () => done(categoryId));
  };
