import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Filter } from 'mongodb';
import { failpoint } from '../../../kernel/failpoint.ts';
import type { ProductId } from '../../../kernel/ids.ts';
import type { Log } from '../../../kernel/log.ts';
import type { Collections, ProductDocument } from '../store.database.ts';
import { EVERYTHING, type NewsPorts, tagsOf } from './cacheTags.ts';

/** Set with a change of a product in the same update, so that a crash cannot separate them. Publication removes the mark. */
export const marked = (list: boolean) => ({
  ...{ 'news.mark': randomUUID(), 'news.at': new Date() },
  ...(list ? { 'news.list': true } : {}),
  ...touched(),
});

/** Set with a change that lists show and caches need not know: processes that hold search rows read this product again. */
export const touched = () => ({ touched: { mark: randomUUID(), at: new Date() } });

/** The same for the tree: each change adds the tags to publish. */
export const notes = (tags: readonly string[]) => (tags.length > 0 ? [{ mark: randomUUID(), tags }] : []);

/** For a change that may affect everything. */
export const noteEverything = async ({ trees }: Collections): Promise<void> => {
  const empty = { version: 1, categories: [], stale: [] };
  await trees.updateOne(
    { _id: 'categories' },
    { $push: { news: { $each: notes([EVERYTHING]) } }, $setOnInsert: empty },
    { upsert: true },
  );
};

/** Publishes cache tags. Fails if the publication is not certain. */
export type Publish = (tags: readonly string[]) => Promise<void>;
/** Publishes the change of a product, or of the tree, in the background. */
export type Tell = (what: ProductId | 'categories') => void;

const BATCH = 500;
/** Younger marks are being published by the process that set them. */
const LATE_MS = 2_000;

/** Publishes changes from their marks, at least once. `gatherMs`: how long to collect changes, to publish them together. */
export const announcer = (db: Collections, publish: Publish, log: Log, gatherMs = 0) => {
  const waiting = new Set<ProductId>();
  let isTreeNew = false;
  let working: Promise<void> | null = null;
  const closing = new AbortController();

  const work = async (): Promise<void> => {
    while (waiting.size > 0 || isTreeNew) {
      if (gatherMs > 0) await wait(gatherMs, undefined, { signal: closing.signal }).catch(() => undefined);
      const ids = [...waiting].slice(0, BATCH);
      for (const id of ids) waiting.delete(id);
      const tellTree = isTreeNew;
      isTreeNew = false;
      const told = [
        tellProducts(db, publish, { _id: { $in: ids } }),
        ...(tellTree ? [tellCategories(db, publish)] : []),
      ];
      await Promise.all(told).catch((error: unknown) =>
        log.warn({ err: error }, 'changes wait to be told by the sweeper'),
      );
    }
    working = null;
  };
  const tell: Tell = (what) => {
    if (what === 'categories') isTreeNew = true;
    else waiting.add(what);
    working ??= work();
  };
  const news: NewsPorts['news'] = { tellLeft: (now) => tellLeft(db, publish, now) };
  const close = async (): Promise<void> => {
    closing.abort();
    await working;
  };
  return { tell, news, close };
};

const tellLeft = async (db: Collections, publish: Publish, now: Date): Promise<void> => {
  const late = { 'news.at': { $lte: new Date(now.getTime() - LATE_MS) } };
  while ((await tellProducts(db, publish, late)) === BATCH);
  await tellCategories(db, publish);
};

/** Says how many. What has changed again in the meantime has another mark, and is told again. */
const tellProducts = async (
  { products }: Collections,
  publish: Publish,
  filter: Filter<ProductDocument>,
): Promise<number> => {
  const found = await products
    .find({ ...filter, news: { $exists: true } }, { projection: { news: 1 } })
    .limit(BATCH)
    .toArray();
  if (found.length === 0) return 0;
  await failpoint('products.news.beforePublish');
  await publish(tagsOf(found.map(({ _id, news }) => ({ id: _id, list: news?.list ?? false }))));
  const [ids, marks] = [found.map(({ _id }) => _id), found.flatMap(({ news }) => news?.mark ?? [])];
  await products.updateMany({ _id: { $in: ids }, 'news.mark': { $in: marks } }, { $unset: { news: '' } });
  return found.length;
};

const tellCategories = async ({ trees }: Collections, publish: Publish): Promise<void> => {
  const [tree] = await trees.find({ _id: 'categories' }, { projection: { news: 1 } }).toArray();
  const notes = tree?.news ?? [];
  if (notes.length === 0) return;
  await publish([...new Set(notes.flatMap(({ tags }) => tags))]);
  await trees.updateOne(
    { _id: 'categories' },
    { $pull: { news: { mark: { $in: notes.map(({ mark }) => mark) } } } },
  );
};
