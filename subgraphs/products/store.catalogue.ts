import { z } from 'zod';
import { fileStore } from '../../kernel/fileStore.ts';
import { type FileStore, filesEnv } from '../../kernel/files.ts';
import { createLog } from '../../kernel/log.ts';
import { mongoCategories } from './categories/store.mongo.ts';
import type { Ports } from './ports.ts';
import { drainer } from './stock/store.drain.ts';
import { mongoStock } from './stock/store.mongo.ts';
import { mongoClaims } from './store.claims.ts';
import { connectMongo } from './store.connect.ts';
import type { Collections } from './store.database.ts';
import { mongoProducts } from './store.mongo.ts';

/** What a command needs to work on the catalogue beside the running service. */
export const catalogueEnv = z.object({
  ...filesEnv.shape,
  MONGODB_URL: z.url({ protocol: /^mongodb(\+srv)?$/ }),
  DATA_DIR: z.string().default('.data'),
});
export type CatalogueEnv = z.infer<typeof catalogueEnv>;
export type CataloguePorts = Pick<Ports, 'products' | 'categories' | 'claims' | 'stock' | 'now'>;
export type Catalogue = Readonly<{ ports: CataloguePorts; db: Collections; files: FileStore; close(): Promise<void> }>;

/** The stores of the catalogue without the service around them. */
export const openCatalogue = async (env: CatalogueEnv): Promise<Catalogue> => {
  const { db, resource: mongodb } = await connectMongo(env.MONGODB_URL);
  const files = fileStore(env, 'products');
  const ledger = drainer(db, createLog('products', 'silent'));
  const ports = {
    products: mongoProducts(db),
    categories: mongoCategories(db),
    claims: mongoClaims(db),
    stock: mongoStock(db, ledger),
    now: () => new Date(),
  };
  const close = async (): Promise<void> => {
    for (const resource of [ledger, files, mongodb]) await resource.close();
  };
  return { ports, db, files, close };
};
