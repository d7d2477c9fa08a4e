import { randomUUID } from 'node:crypto';
import type { Collections } from '../store.database.ts';
import { EVERYTHING } from './tags.ts';

/** Set with a change of a product, in the same update, so that a crash cannot part the two; who tells it takes the mark away. */
export const marked = (list: boolean) => ({
  ...{ 'news.mark': randomUUID(), 'news.at': new Date() },
  ...(list ? { 'news.list': true } : {}),
  ...touched(),
});

/** Set with a change that lists see and copies need not: whoever keeps rows reads this one again. */
export const touched = () => ({ touched: { mark: randomUUID(), at: new Date() } });

/** The same of the tree: each change adds what is to be told of it. */
export const notes = (tags: readonly string[]) => (tags.length > 0 ? [{ mark: randomUUID(), tags }] : []);

/** After something that may have changed whatever there is. */
export const noteEverything = async ({ trees }: Collections): Promise<void> => {
  const empty = { version: 1, categories: [], stale: [] };
  await trees.updateOne(
    { _id: 'categories' },
    { $push: { news: { $each: notes([EVERYTHING]) } }, $setOnInsert: empty },
    { upsert: true },
  );
};
