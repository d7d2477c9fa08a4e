import { DEMO_SLUGS, demoShopOpen } from './demo/demoShopOpen.ts';
import { demoShopSell, hasSold } from './demo/demoShopSell.ts';
import { drawings } from './demo/drawings.ts';
import type { ProductsEnv } from './env.ts';
import { type CatalogueEnv, openCatalogue } from './store.catalogue.ts';

type SeedEnv = CatalogueEnv & Pick<ProductsEnv, 'NODE_ENV'>;
type Shown = (done: number, of: number) => void;

/**
 * Fills an empty shop with the demo catalogue, outside production alone; answers how many products are new.
 * A shop that has products of its own is left alone; one that has a part of the demo alone was interrupted, and is completed.
 */
export const seed = async (env: SeedEnv, shown?: Shown): Promise<number> => {
  if (env.NODE_ENV === 'production') return 0;
  const { ports, count, files, close } = await openCatalogue(env);
  try {
    const known = await ports.products.findBySlug(DEMO_SLUGS);
    const ours = known.filter((product) => product !== null);
    const isWhole =
      ours.length === known.length && ours.every(({ media }) => media.length > 0) && (await hasSold(ports));
    if (isWhole || (await count()) > ours.length) return 0;
    const made = await demoShopOpen(ports, drawings(files), shown)();
    await demoShopSell(ports)();
    return made;
  } finally {
    await close();
  }
};
