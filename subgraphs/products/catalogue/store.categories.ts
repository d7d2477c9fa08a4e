import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { treeTags } from '../invalidation/cacheTags.ts';
import { notes, type Tell } from '../invalidation/store.mongo.ts';
import type { Collections } from '../store.database.ts';
import { type Tree, touched } from './category.ts';
import type { CategoriesPorts } from './ports.ts';
import { isDuplicate } from './store.document.ts';
import { note } from './store.searchFields.ts';

const MAX_ATTEMPTS = 30;
const ID = 'categories';

export type StoredTree = Readonly<{ tree: Tree; version: number }>;

export const storedTree = async ({ trees }: Collections): Promise<StoredTree> => {
  const document = await trees.findOne({ _id: ID }, { projection: { categories: 1, version: 1 } });
  return { tree: document?.categories ?? [], version: document?.version ?? 0 };
};

export const mongoCategories = (db: Collections, tell: Tell): CategoriesPorts['categories'] => ({
  tree: () => storedTree(db).then(({ tree }) => tree),
  change: async (decide) => {
    const changed = await change(db, decide);
    if (changed.ok) tell('categories');
    return changed;
  },
  noteWithProducts: () => noteWithProducts(db),
});

const change = async (db: Collections, decide: (tree: Tree) => Outcome<Tree>): Promise<Outcome<Tree>> => {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const stored = await storedTree(db);
    const decided = decide(stored.tree);
    if (!decided.ok) return decided;
    if (await save(db, stored, decided.value)) return done(decided.value);
  }
  return refuse('CONFLICT', 'The categories are being changed by many at once; try again.');
};

/** With the change goes what products and caches have to hear of it, so that a crash cannot part the two. */
const save = async (
  { trees }: Collections,
  { tree, version }: StoredTree,
  categories: Tree,
): Promise<boolean> => {
  if (version === 0) return first(trees, categories);
  const { matchedCount } = await trees.updateOne(
    { _id: ID, version },
    {
      $set: { categories },
      $inc: { version: 1 },
      $addToSet: { stale: { $each: touched(tree, categories) } },
      $push: { news: { $each: notes(treeTags(tree, categories)) } },
    },
  );
  return matchedCount > 0;
};

const first = async (trees: Collections['trees'], categories: Tree): Promise<boolean> => {
  try {
    await trees.insertOne({
      _id: ID,
      version: 1,
      categories,
      stale: [],
      news: notes(treeTags([], categories)),
    });
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
};

const noteWithProducts = async (db: Collections): Promise<void> => {
  const document = await db.trees.findOne({ _id: ID }, { projection: { version: 1, stale: 1 } });
  if (!document || document.stale.length === 0) return;
  const stale = [...document.stale];
  const concerned = db.products.find({ 'entry.path': { $in: stale } }, { projection: { _id: 1 } });
  for await (const { _id } of concerned) await note(db, _id);
  await db.trees.updateOne({ _id: ID, version: document.version }, { $pull: { stale: { $in: stale } } });
};
