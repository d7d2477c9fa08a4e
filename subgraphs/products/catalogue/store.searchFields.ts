import type { ProductId } from '../../../kernel/ids.ts';
import { touched } from '../invalidation/store.mongo.ts';
import { entryOf } from '../search/searchDocument.ts';
import type { Collections } from '../store.database.ts';
import { storedTree } from './store.categories.ts';
import { fromDocument, PRODUCT } from './store.document.ts';

/** Makes what a product is found by anew, until it is of the present tree: neither a later change nor a later tree is undone. */
export const note = async (db: Collections, id: ProductId): Promise<void> => {
  for (;;) {
    const { tree, version } = await storedTree(db);
    const document = await db.products.findOne({ _id: id }, { projection: PRODUCT });
    if (!document || document.treeVersion > version) return;
    const entry = entryOf(fromDocument(document), tree);
    const filter = { _id: id, version: document.version, treeVersion: document.treeVersion };
    const { matchedCount } = await db.products.updateOne(filter, {
      $set: { entry, treeVersion: version, ...touched() },
    });
    if (matchedCount > 0) return;
  }
};

/** Called after products were saved with a tree. If the tree has changed since it was loaded, its change may have missed them. */
export const refreshIfTreeChanged = async (
  db: Collections,
  ids: readonly ProductId[],
  version: number,
): Promise<void> => {
  const tree = await db.trees.findOne({ _id: 'categories' }, { projection: { version: 1 } });
  if (tree && tree.version > version) for (const id of ids) await note(db, id);
};
