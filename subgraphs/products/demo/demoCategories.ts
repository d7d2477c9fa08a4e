import { type CategoryId, newId } from '../../../kernel/ids.ts';
import { andThen, done, type Outcome } from '../../../kernel/outcome.ts';
import { addCategory, bySlug, type Category, type Tree } from '../catalogue/category.ts';
import { ROOMS } from './catalogue.ts';

type Named = Pick<Category, 'slug' | 'name' | 'description'>;

/** The tree with the rooms and shelves of the demo shop; those that are there already stay as they are. */
export const withDemoCategories = (tree: Tree): Outcome<Tree> =>
  ROOMS.reduce<Outcome<Tree>>(
    (before, room) =>
      andThen(before, (shop) =>
        andThen(withCategory(shop, room, null), (opened) => {
          const parentId = bySlug(opened, room.slug)?.id ?? null;
          return room.shelves.reduce<Outcome<Tree>>(
            (partly, shelf) => andThen(partly, (shelves) => withCategory(shelves, shelf, parentId)),
            done(opened),
          );
        }),
      ),
    done(tree),
  );

const withCategory = (
  tree: Tree,
  { slug, name, description }: Named,
  parentId: CategoryId | null,
): Outcome<Tree> =>
  bySlug(tree, slug)
    ? done(tree)
    : addCategory(tree, { id: newId('cat'), slug, name, description, parentId });
