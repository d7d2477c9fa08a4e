import { type CategoryId, readId } from '../../../kernel/ids.ts';
import { andThen, done, type Outcome, type Refusal, refuse, refuseAll } from '../../../kernel/outcome.ts';
import { fault, textFault } from '../check.ts';
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import { isSlug, readSlug } from './slug.ts';

export type Category = Readonly<{
  id: CategoryId;
  slug: string;
  name: string;
  description: string | null;
  parentId: CategoryId | null;
}>;
/** All categories: one aggregate, so that no two changes at once make a circle or the same slug twice. */
export type Tree = readonly Category[];

const MAX_CATEGORIES = 1_000;
const MAX_DEPTH = 10;

export const byId = (tree: Tree, id: CategoryId): Category | null =>
  tree.find((category) => category.id === id) ?? null;
/** The category with a slug, however a browser sends it. */
export const bySlug = (tree: Tree, slug: string): Category | null => {
  const wanted = readSlug(slug);
  return (
    tree.find((category) => category.slug === slug) ??
    tree.find((category) => readSlug(category.slug) === wanted) ??
    null
  );
};

/** The categories right below, by name; those of null are the roots. */
export const childrenOf = (tree: Tree, id: CategoryId | null): Category[] =>
  tree
    .filter(({ parentId }) => parentId === id)
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1));

/** From the root to the parent. */
export const ancestorsOf = (tree: Tree, category: Category): Category[] => {
  const parent = category.parentId && byId(tree, category.parentId);
  return parent ? [...ancestorsOf(tree, parent), parent] : [];
};

/** The categories of a product and all above them; what is no category any more is left out. */
export const pathOf = (tree: Tree, ids: readonly CategoryId[]): Category[] => {
  const own = ids.flatMap((id) => byId(tree, id) ?? []);
  return [...new Set(own.flatMap((category) => [...ancestorsOf(tree, category), category]))];
};

export const addCategory = (tree: Tree, category: Category): Outcome<Tree> => {
  if (tree.length >= MAX_CATEGORIES)
    return refuse('LIMIT_EXCEEDED', `A shop has at most ${MAX_CATEGORIES} categories.`);
  if (bySlug(tree, category.slug)) return slugTaken();
  return placed([...tree, category], category);
};

export const changeCategory = (
  tree: Tree,
  id: CategoryId,
  change: (category: Category) => Category,
): Outcome<Tree> => {
  const current = byId(tree, id);
  if (!current) return noCategory('id');
  const next = change(current);
  const other = bySlug(tree, next.slug);
  if (other && other.id !== id) return slugTaken();
  return done(replaced(tree, next));
};

/** Refused where it would go below itself. */
export const moveCategory = (tree: Tree, id: CategoryId, parentId: CategoryId | null): Outcome<Tree> => {
  const current = byId(tree, id);
  if (!current) return noCategory('id');
  const parent = parentId && byId(tree, parentId);
  if (parent && pathOf(tree, [parent.id]).includes(current))
    return refuse('INVALID', 'A category cannot go below itself.', ['parentId']);
  return placed(replaced(tree, { ...current, parentId }), { ...current, parentId });
};

export const removeCategory = (tree: Tree, id: CategoryId): Outcome<Tree> => {
  if (!byId(tree, id)) return noCategory('id');
  if (childrenOf(tree, id).length > 0)
    return refuse('CONFLICT', 'There are categories below it; move or delete them first.', ['id']);
  return done(tree.filter((category) => category.id !== id));
};

/** A category is below one that there is, and not too deep, nor is what is below it. */
const placed = (tree: Tree, category: Category): Outcome<Tree> => {
  if (category.parentId && !byId(tree, category.parentId)) return noCategory('parentId');
  const isTooDeep = tree.some((each) => ancestorsOf(tree, each).length >= MAX_DEPTH);
  return isTooDeep
    ? refuse('LIMIT_EXCEEDED', `The tree is at most ${MAX_DEPTH} categories deep.`, ['parentId'])
    : done(tree);
};

const replaced = (tree: Tree, next: Category): Tree =>
  tree.map((category) => (category.id === next.id ? next : category));
const slugTaken = () => refuse('ALREADY_EXISTS', 'Another category has this slug.', ['slug']);
const noCategory = (field: string) => refuse('NOT_FOUND', 'There is no such category.', [field]);

/** The categories whose products have to be looked at again after a change: renamed, moved or removed ones. */
export const touched = (before: Tree, after: Tree): CategoryId[] =>
  before
    .filter((category) => {
      const now = byId(after, category.id);
      return !now || now.name !== category.name || now.parentId !== category.parentId;
    })
    .map(({ id }) => id);

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

type Fields = Readonly<{
  name?: string | null | undefined;
  slug?: string | null | undefined;
  description?: string | null | undefined;
}>;

/** What is wrong with the fields that are given. */
export const categoryFaults = ({ name, slug, description }: Fields): Refusal[] => [
  ...(name == null ? [] : textFault('The name', name, LIMITS.categoryName, ['name'])),
  ...fault(
    slug != null && !isSlug(readSlug(slug)),
    `A slug is lower-case words joined by dashes, at most ${LIMITS.slug} characters.`,
    ['slug'],
  ),
  ...fault((description?.length ?? 0) > 5_000, 'The description may have at most 5000 characters.', [
    'description',
  ]),
];

/** Refuses ids of categories that are not there. */
export const knownCategories =
  ({ categories }: Pick<Ports, 'categories'>) =>
  async (ids: readonly string[]): Promise<Outcome<true>> => {
    const wanted = ids.map((id) => readId('cat', id));
    if (wanted.length === 0) return done(true);
    const tree = await categories.tree();
    const unknown = wanted.flatMap((id, i): Refusal[] =>
      byId(tree, id)
        ? []
        : [{ code: 'NOT_FOUND', message: 'There is no such category.', field: ['categoryIds', i] }],
    );
    return unknown.length ? refuseAll(unknown) : done(true);
  };
