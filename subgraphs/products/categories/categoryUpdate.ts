import type { CategoryUpdateInput } from '../../../generated/products/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { type Outcome, refuseAll } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { categoryFaults } from './categoryFaults.ts';
import { type Category, changeCategory } from './tree.ts';
import { categoryOf, treeChange } from './treeChange.ts';

export const categoryUpdate =
  (ports: Pick<Ports, 'categories'>) =>
  async (input: CategoryUpdateInput): Promise<Outcome<Category>> => {
    const id = readId('cat', input.id);
    const faults = categoryFaults(input);
    if (faults.length) return refuseAll(faults);
    const changed = await treeChange(ports)((tree) =>
      changeCategory(tree, id, (category) => renamed(category, input)),
    );
    return categoryOf(id)(changed);
  };

const renamed = (category: Category, { name, slug, description }: CategoryUpdateInput): Category => ({
  ...category,
  name: name?.trim() ?? category.name,
  slug: slug ?? category.slug,
  description: description === undefined ? category.description : description,
});
