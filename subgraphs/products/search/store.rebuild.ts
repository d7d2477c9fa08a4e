import { note } from '../catalogue/store.note.ts';
import { noteEverything } from '../news/store.marks.ts';
import type { Collections } from '../store.database.ts';

/** Makes what every product is found by anew, while the shop runs. Safe to end at any time and to run again. */
export const rebuildEntries = async (db: Collections, told: (done: number, of: number) => void): Promise<number> => {
  const of = await db.products.countDocuments();
  let done = 0;
  for await (const { _id } of db.products.find({}, { projection: { _id: 1 } }).sort({ _id: 1 })) {
    await note(db, _id);
    told(++done, of);
  }
  await noteEverything(db);
  return done;
};
