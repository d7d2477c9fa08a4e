import { randomUUID } from 'node:crypto';
import { MongoBulkWriteError } from 'mongodb';
import { done, type Outcome } from '../../../kernel/outcome.ts';
import { touched } from '../invalidation/store.mongo.ts';
import { openStock, stockedBy, unkept, withdrawStock } from '../inventory/store.open.ts';
import type { Collections, ProductDocument } from '../store.database.ts';
import type { Opened } from './ports.ts';
import type { Product } from './product.ts';
import { type StoredTree, storedTree } from './store.categories.ts';
import { changedFields, DUPLICATE, fromDocument, PRODUCT, takenIn } from './store.document.ts';
import { refreshIfTreeChanged } from './store.searchFields.ts';

/**
 * Keeps new products, many at once: the stock of all, then the products side by side, each of them whole or not at all. Stock is
 * there before the variant that it is of can be seen; what did not become a variant is taken back.
 */
export const insertAll = async (db: Collections, all: readonly Opened[]): Promise<Outcome<Product>[]> => {
  if (all.length === 0) return [];
  await openStock(
    db,
    all.map(({ product, opening }) => ({ productId: product.id, opening })),
  );
  const stored = await storedTree(db);
  const documents = all.map((each) => documentOf(each, stored));
  const refused = await insertEach(db, documents);
  await refreshIfTreeChanged(
    db,
    documents.map(({ _id }) => _id).filter((id) => !refused.has(id)),
    stored.version,
  );
  const kept = documents.map((document) => refused.get(document._id) ?? done(fromDocument(document)));
  await withdrawStock(
    db,
    all.flatMap(({ opening }, at) => unkept(opening, kept[at])),
  );
  return kept;
};

const documentOf = ({ product, opening }: Opened, { tree, version }: StoredTree): ProductDocument => {
  const { id, createdAt, sold, along, ratings } = product;
  const counted = {
    createdAt,
    sold,
    along,
    ratings,
    stars: 0,
    reviews: 0,
    counts: 0,
    counting: [],
    sales: 0,
  };
  const news = { mark: randomUUID(), at: new Date(), list: true };
  return {
    _id: id,
    version: 1,
    ...counted,
    stocked: stockedBy(opening),
    ...changedFields(product, tree, version),
    news,
    ...touched(),
  };
};

type Answers = ReadonlyMap<Product['id'], Outcome<Product>>;

/** What became of those that could not be inserted. */
const insertEach = async (db: Collections, documents: readonly ProductDocument[]): Promise<Answers> => {
  try {
    await db.products.insertMany(documents, { ordered: false });
    return new Map();
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError()) throw error;
    const faults = [error.writeErrors].flat();
    if (faults.length === 0 || faults.some(({ code }) => code !== DUPLICATE)) throw error;
    const twice = await sentTwice(
      db,
      faults.flatMap(({ index }) => documents[index]?._id ?? []),
    );
    return new Map(
      faults.flatMap(({ index, errmsg }) => {
        const id = documents[index]?._id;
        return id ? [[id, twice.get(id) ?? takenIn(errmsg) ?? raise(error)] as const] : [];
      }),
    );
  }
};

/** A product of this very id was made by the same call, sent twice: it is the answer to both. */
const sentTwice = async ({ products }: Collections, ids: readonly Product['id'][]): Promise<Answers> => {
  const made = await products.find({ _id: { $in: [...ids] } }, { projection: PRODUCT }).toArray();
  return new Map(made.map((document) => [document._id, done(fromDocument(document))]));
};

const raise = (error: Error): never => {
  throw error;
};
