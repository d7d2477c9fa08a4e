import { z } from 'zod';
import { fileStore } from '../../kernel/fileStore.ts';
import { type FileStore, filesEnv } from '../../kernel/files.ts';
import { createLog } from '../../kernel/log.ts';
import { connectRedis } from '../../kernel/redis.ts';
import type { Product } from './catalogue/product.ts';
import { mongoCategories } from './catalogue/store.categories.ts';
import { fromDocument, PRODUCT } from './catalogue/store.document.ts';
import { mongoProducts } from './catalogue/store.mongo.ts';
import { announcer, type Tell } from './invalidation/store.mongo.ts';
import { redisPublish } from './invalidation/store.redis.ts';
import { drainer } from './inventory/store.drain.ts';
import { mongoStock } from './inventory/store.mongo.ts';
import { mongoReservations } from './inventory/store.reservations.ts';
import type { Ports } from './ports.ts';
import { mongoReviews } from './reviews/store.mongo.ts';
import { mongoSales } from './search/store.boughtTogether.ts';
import { mongoClaims } from './store.claims.ts';
import { connectMongo } from './store.connect.ts';
import type { Collections } from './store.database.ts';

/** What a command needs to work on the catalogue beside the running service. */
export const catalogueEnv = z.object({
  ...filesEnv.shape,
  MONGODB_URL: z.url({ protocol: /^mongodb(\+srv)?$/ }),
  DATA_DIR: z.string().default('.data'),
  CACHE_REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
});
export type CatalogueEnv = z.infer<typeof catalogueEnv>;
export type CataloguePorts = Pick<
  Ports,
  'products' | 'categories' | 'claims' | 'reviews' | 'stock' | 'reservations' | 'sales' | 'now'
>;
export type Catalogue = Readonly<{
  ports: CataloguePorts;
  files: FileStore;
  count(): Promise<number>;
  /** Every product, oldest first, as they are read. */
  all(): AsyncIterable<Product>;
  /** How many options the product has that has most. */
  mostOptions(): Promise<number>;
  close(): Promise<void>;
}>;

const MAX_OPTIONS = 10;
const GATHER_MS = 1_000;

/** Without the address of the cache, the running service finds what has changed and tells it. */
const leaveIt: Tell = () => undefined;

/** The stores of the catalogue without the service around them. Copies of what changes are thrown away, by this process or by the service. */
export const openCatalogue = async (env: CatalogueEnv): Promise<Catalogue> => {
  const { db, resource: mongodb } = await connectMongo(env.MONGODB_URL);
  const files = fileStore(env, 'products');
  const log = createLog('products', 'silent');
  const cache = env.CACHE_REDIS_URL === undefined ? null : connectRedis(env.CACHE_REDIS_URL, log);
  const told = cache
    ? announcer(db, redisPublish(cache.redis), log, GATHER_MS)
    : { tell: leaveIt, close: async () => undefined };
  const ledger = drainer(db, log, told.tell);
  const ports = {
    products: mongoProducts(db, told.tell),
    categories: mongoCategories(db, told.tell),
    claims: mongoClaims(db),
    reviews: mongoReviews(db, told.tell),
    stock: mongoStock(db, ledger),
    reservations: mongoReservations(db),
    sales: mongoSales(db),
    now: () => new Date(),
  };
  const close = async (): Promise<void> => {
    for (const resource of [ledger, told, files, mongodb]) await resource.close();
    await cache?.resource.close().catch(() => cache.redis.disconnect());
  };
  return {
    ports,
    files,
    count: () => db.products.countDocuments(),
    all: () => all(db),
    mostOptions: () => mostOptions(db),
    close,
  };
};

async function* all({ products }: Collections): AsyncGenerator<Product> {
  for await (const document of products.find({}, { projection: PRODUCT }).sort({ _id: 1 }))
    yield fromDocument(document);
}

const mostOptions = async ({ products }: Collections): Promise<number> => {
  for (let count = MAX_OPTIONS; count > 0; count--)
    if (
      await products.findOne(
        { [`variants.selectedOptions.${count - 1}`]: { $exists: true } },
        { projection: { _id: 1 } },
      )
    )
      return count;
  return 0;
};
