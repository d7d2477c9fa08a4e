import type { ProductId, VariantId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { marked, type Tell } from '../invalidation/store.mongo.ts';
import { openStock, stockedBy, unkept, withdrawStock } from '../inventory/store.open.ts';
import type { Collections, ProductDocument } from '../store.database.ts';
import type { CataloguePorts, Opening } from './ports.ts';
import type { Product } from './product.ts';
import { readSlug, storedForms } from './slug.ts';
import { storedTree } from './store.categories.ts';
import { changedFields, fromDocument, PRODUCT, refuseTaken } from './store.document.ts';
import { insertAll } from './store.insert.ts';
import { refreshIfTreeChanged } from './store.searchFields.ts';

const MAX_ATTEMPTS = 20;

export const mongoProducts = (db: Collections, tell: Tell): CataloguePorts['products'] => ({
  find: async (ids) =>
    inOrder(ids, await read(db, { _id: { $in: [...ids] } }), (product, id) => product.id === id),
  findByVariant: async (ids) =>
    inOrder(ids, await read(db, { 'variants.id': { $in: [...ids] } }), (product, id) =>
      product.variants.some((each) => each.id === id),
    ),
  findBySlug: async (slugs) =>
    inOrder(
      slugs,
      await read(db, { slug: { $in: slugs.flatMap(storedForms) } }),
      (product, slug) => readSlug(product.slug) === readSlug(slug),
    ),
  findBySku: async (sku) => (await read(db, { 'variants.sku': sku }))[0] ?? null,
  holdersOf: (skus) => holdersOf(db, skus),
  insertAll: async (all) => (await insertAll(db, all)).map(told(tell)),
  change: (id, decide, opening = []) =>
    withStock(db, id, opening, () => change(db, id, decide, opening)).then(told(tell)),
});

const told =
  (tell: Tell) =>
  (outcome: Outcome<Product>): Outcome<Product> => {
    if (outcome.ok) tell(outcome.value.id);
    return outcome;
  };

const read = async ({ products }: Collections, filter: object): Promise<Product[]> =>
  (await products.find(filter, { projection: PRODUCT }).toArray()).map(fromDocument);

const holdersOf = async (
  { products }: Collections,
  skus: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const wanted = new Set(skus);
  const found = await products
    .find({ 'variants.sku': { $in: [...wanted] } }, { projection: { slug: 1, 'variants.sku': 1 } })
    .toArray();
  return new Map(
    found.flatMap(({ slug, variants }) =>
      variants.filter(({ sku }) => wanted.has(sku)).map(({ sku }) => [sku, slug] as const),
    ),
  );
};

const inOrder = <Key>(
  keys: readonly Key[],
  all: readonly Product[],
  fits: (product: Product, key: Key) => boolean,
) => keys.map((key) => all.find((product) => fits(product, key)) ?? null);

/** Stock is there before the variant that it is of can be seen; what did not become a variant is taken back. */
const withStock = async (
  db: Collections,
  id: ProductId,
  opening: readonly Opening[],
  save: () => Promise<Outcome<Product>>,
): Promise<Outcome<Product>> => {
  await openStock(db, [{ productId: id, opening }]);
  const saved = await save().catch(refuseTaken);
  await withdrawStock(db, unkept(opening, saved));
  return saved;
};

const change = async (
  db: Collections,
  id: ProductId,
  decide: (product: Product) => Outcome<Product>,
  opening: readonly Opening[],
): Promise<Outcome<Product>> => {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const document = await db.products.findOne({ _id: id }, { projection: PRODUCT });
    if (!document) return refuse('NOT_FOUND', 'There is no such product.', ['id']);
    const decided = decide(fromDocument(document));
    if (!decided.ok) return decided;
    const saved = await save(db, document, decided.value, opening);
    if (saved) return done(saved);
  }
  return refuse('CONFLICT', 'This product is being changed by many at once; try again.');
};

/** The product as saved; null where somebody else was faster. */
const save = async (
  db: Collections,
  before: ProductDocument,
  product: Product,
  opening: readonly Opening[],
): Promise<Product | null> => {
  const { tree, version } = await storedTree(db);
  const saved = await db.products.findOneAndUpdate(
    { _id: before._id, version: before.version },
    {
      $set: {
        ...changedFields(product, tree, version),
        ...marked(movesInLists(fromDocument(before), product)),
      },
      $inc: { version: 1 },
      ...(opening.length ? { $push: { stocked: { $each: stockedBy(opening) } } } : {}),
    },
    { returnDocument: 'after', projection: PRODUCT },
  );
  if (!saved) return null;
  await forget(db, before, product);
  await refreshIfTreeChanged(db, [before._id], version);
  return fromDocument(saved);
};

/** Variants that are gone no longer count for whether the product is in stock. */
const forget = async ({ products }: Collections, before: ProductDocument, after: Product): Promise<void> => {
  const kept = new Set<VariantId>(after.variants.map(({ id }) => id));
  const gone = before.variants.map(({ id }) => id).filter((id) => !kept.has(id));
  if (gone.length)
    await products.updateOne({ _id: before._id }, { $pull: { stocked: { id: { $in: gone } } } });
};

/** Lists show all of a product but its other pictures, and have it in a place that any of its words may decide. */
const movesInLists = (before: Product, after: Product): boolean =>
  (before.status === 'ACTIVE' || after.status === 'ACTIVE') &&
  JSON.stringify(listed(before)) !== JSON.stringify(listed(after));

const listed = ({ media: _, updatedAt: __, ...rest }: Product): object => rest;
