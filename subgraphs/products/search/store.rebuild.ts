import type { ProductId } from '../../../kernel/ids.ts';
import { readSlug } from '../catalogue/slug.ts';
import { isDuplicate } from '../catalogue/store.document.ts';
import { note } from '../catalogue/store.note.ts';
import { noteEverything } from '../news/store.marks.ts';
import type { Collections } from '../store.database.ts';

/** Makes what every product is found by anew, while the shop runs. Safe to end at any time and to run again. */
export const rebuildEntries = async (
  db: Collections,
  told: (done: number, of: number) => void,
): Promise<number> => {
  const of = await db.products.countDocuments();
  let done = 0;
  for await (const { _id, slug } of db.products.find({}, { projection: { slug: 1 } }).sort({ _id: 1 })) {
    await note(db, _id);
    if (slug !== readSlug(slug)) await composeSlug(db, _id, slug);
    told(++done, of);
  }
  await noteEverything(db);
  return done;
};

/** A slug that an older version stored decomposed gets its composed form; where another product has that, it stays as it is. */
const composeSlug = async ({ products }: Collections, id: ProductId, slug: string): Promise<void> => {
  try {
    await products.updateOne({ _id: id, slug }, { $set: { slug: readSlug(slug) }, $inc: { version: 1 } });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
};
