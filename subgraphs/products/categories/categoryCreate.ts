import type { CategoryCreateInput } from '../../../generated/products/types.ts';
import { newId, readId } from '../../../kernel/ids.ts';
import { type Outcome, refuseAll } from '../../../kernel/outcome.ts';
import { slugOf, slugsToTry } from '../catalogue/slug.ts';
import type { Ports } from '../ports.ts';
import { categoryFaults } from './categoryFaults.ts';
import { addCategory, bySlug, type Category, type Tree } from './tree.ts';
import { categoryOf, treeChange } from './treeChange.ts';

/** Makes a category; a slug that is made of the name gives way to others. */
export const categoryCreate =
  (ports: Pick<Ports, 'categories'>) =>
  async (input: CategoryCreateInput): Promise<Outcome<Category>> => {
    const faults = categoryFaults(input);
    if (faults.length) return refuseAll(faults);
    const id = newId('cat');
    const parentId = input.parentId == null ? null : readId('cat', input.parentId);
    const named = { id, name: input.name.trim(), description: input.description ?? null, parentId };
    const made = await treeChange(ports)((tree) =>
      addCategory(tree, { ...named, slug: input.slug ?? freeSlug(tree, input.name) }),
    );
    return categoryOf(id)(made);
  };

const freeSlug = (tree: Tree, name: string): string => {
  const slugs = slugsToTry(slugOf(name, 'category'), () => newId('cat').slice(-8));
  return slugs.find((slug) => !bySlug(tree, slug)) ?? slugs[0] ?? name;
};
