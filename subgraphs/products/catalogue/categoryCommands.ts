import type {
  CategoryCreateInput,
  CategoryMoveInput,
  CategoryUpdateInput,
} from '../../../generated/products/types.ts';
import { type CategoryId, newId, readId } from '../../../kernel/ids.ts';
import { andThen, done, type Outcome, refuseAll } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import {
  addCategory,
  bySlug,
  type Category,
  categoryFaults,
  categoryOf,
  changeCategory,
  moveCategory,
  removeCategory,
  type Tree,
  treeChange,
} from './category.ts';
import { slugOf, slugsToTry } from './slug.ts';

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

export const categoryMove =
  (ports: Pick<Ports, 'categories'>) =>
  async (input: CategoryMoveInput): Promise<Outcome<Category>> => {
    const id = readId('cat', input.id);
    const parentId = input.parentId == null ? null : readId('cat', input.parentId);
    return categoryOf(id)(await treeChange(ports)((tree) => moveCategory(tree, id, parentId)));
  };

export const categoryDelete =
  (ports: Pick<Ports, 'categories'>) =>
  async (id: string): Promise<Outcome<CategoryId>> => {
    const categoryId = readId('cat', id);
    const changed = await treeChange(ports)((tree) => removeCategory(tree, categoryId));
    return andThen(changed, () => done(categoryId));
  };
