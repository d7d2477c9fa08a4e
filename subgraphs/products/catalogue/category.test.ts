import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CategoryId, newId } from '../../../kernel/ids.ts';
import { done, type Outcome } from '../../../kernel/outcome.ts';
import {
  addCategory,
  ancestorsOf,
  type Category,
  changeCategory,
  childrenOf,
  moveCategory,
  pathOf,
  removeCategory,
  type Tree,
  touched,
} from './category.ts';

const category = (slug: string, parent: Category | null = null): Category => ({
  id: newId('cat'),
  slug,
  name: slug,
  description: null,
  parentId: parent?.id ?? null,
});
const home = category('home');
const kitchen = category('kitchen', home);
const mugs = category('mugs', kitchen);
const garden = category('garden', home);
const tree: Tree = [home, kitchen, mugs, garden];
const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.refusals.map(({ code }) => code));

describe('the tree of categories', () => {
  test('has children by name and ancestors from the root', () => {
    expect(childrenOf(tree, home.id)).toEqual([garden, kitchen]);
    expect(ancestorsOf(tree, mugs)).toEqual([home, kitchen]);
  });

  test('gives a product each category above its own once', () => {
    expect(pathOf(tree, [mugs.id, garden.id, newId('cat')])).toEqual([home, kitchen, mugs, garden]);
  });

  test('has each slug once', () => {
    expect(codes(addCategory(tree, category('mugs')))).toEqual(['ALREADY_EXISTS']);
    expect(codes(changeCategory(tree, garden.id, (c) => ({ ...c, slug: 'mugs' })))).toEqual([
      'ALREADY_EXISTS',
    ]);
  });

  test('knows no parent that is not there', () => {
    expect(codes(addCategory(tree, { ...category('x'), parentId: newId('cat') }))).toEqual(['NOT_FOUND']);
  });

  test('refuses to move a category below itself', () => {
    expect(codes(moveCategory(tree, home.id, mugs.id))).toEqual(['INVALID']);
    expect(codes(moveCategory(tree, home.id, home.id))).toEqual(['INVALID']);
    expect(moveCategory(tree, mugs.id, null).ok).toBe(true);
  });

  test('keeps a category that has others below it', () => {
    expect(codes(removeCategory(tree, kitchen.id))).toEqual(['CONFLICT']);
    expect(removeCategory(tree, mugs.id)).toEqual(done([home, kitchen, garden]));
  });

  test('is at most ten deep', () => {
    let deep: Tree = [];
    let parent: Category | null = null;
    for (let i = 0; i < 10; i++) {
      parent = category(`c${i}`, parent);
      const added = addCategory(deep, parent);
      if (added.ok) deep = added.value;
    }
    expect(deep).toHaveLength(10);
    expect(codes(addCategory(deep, category('more', parent)))).toEqual(['LIMIT_EXCEEDED']);
  });

  test('says whose products are found otherwise after a change', () => {
    const moved = moveCategory(tree, mugs.id, garden.id);
    expect(moved.ok && touched(tree, moved.value)).toEqual([mugs.id]);
  });

  test('never has a circle, whatever is moved where', () => {
    const ids = tree.map(({ id }) => id);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom<CategoryId | null>(...ids, null))),
        (moves) => {
          const end = moves.reduce<Tree>((now, [id, to]) => {
            const moved = moveCategory(now, id, to);
            return moved.ok ? moved.value : now;
          }, tree);
          for (const each of end) expect(ancestorsOf(end, each).length).toBeLessThan(end.length);
        },
      ),
    );
  });
});
