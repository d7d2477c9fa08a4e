import { fileStore } from '../../kernel/fileStore.ts';
import type { FilesEnv } from '../../kernel/files.ts';
import { createLog } from '../../kernel/log.ts';
import { pictureUrl } from '../../kernel/picture.ts';
import { DEMO_SLUGS, demoShopOpen } from './demo/demoShopOpen.ts';
import { drawings } from './demo/drawings.ts';
import type { ProductsEnv } from './env.ts';
import { connectMongo } from './store.connect.ts';
import { mongoPorts } from './store.ports.ts';

type SeedEnv = FilesEnv & Pick<ProductsEnv, 'NODE_ENV' | 'LOG_LEVEL' | 'MONGODB_URL' | 'PUBLIC_URL' | 'DATA_DIR'>;
type Shown = (done: number, of: number) => void;

/**
 * Fills an empty shop with the demo catalogue, outside production alone; answers how many products are new.
 * A shop that has products of its own is left alone; one that has a part of the demo alone was interrupted, and is completed.
 */
export const seed = async (env: SeedEnv, shown?: Shown): Promise<number> => {
  if (env.NODE_ENV === 'production') return 0;
  const { db, resource: mongodb } = await connectMongo(env.MONGODB_URL);
  const files = fileStore(env, 'products');
  const { ports, resource: ledger } = mongoPorts(db, createLog('products', env.LOG_LEVEL), {
    url: (picture, size) => pictureUrl(env.PUBLIC_URL, 'products', picture, size),
  });
  try {
    const known = await ports.products.findBySlug(DEMO_SLUGS);
    const ours = known.filter((product) => product !== null);
    const isWhole = ours.length === known.length && ours.every(({ media }) => media.length > 0);
    if (isWhole || (await db.products.countDocuments()) > ours.length) return 0;
    return await demoShopOpen(ports, drawings(files), shown)();
  } finally {
    for (const resource of [ledger, files, mongodb]) await resource.close();
  }
};
