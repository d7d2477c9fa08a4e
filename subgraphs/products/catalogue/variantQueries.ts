import { badInput } from '../../../kernel/errors.ts';
import { readId, type VariantId } from '../../../kernel/ids.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { type VariantOf, variantIn, variantsOf, visibleVariant } from './product.ts';

export const variantBySku =
  ({ products }: Pick<Ports, 'products'>) =>
  async (viewer: Viewer, given: string): Promise<VariantOf | null> => {
    const sku = given.trim();
    const product = await products.findBySku(sku);
    const found = product && variantsOf(product).find(({ variant }) => variant.sku === sku);
    return visibleVariant(viewer)(found ?? null);
  };

const MAX_IDS = 200;

/** Variants of products that are sold now; others are left out. */
export const variantsForSale =
  ({ products }: Pick<Ports, 'products'>) =>
  async (ids: readonly string[]): Promise<VariantOf[]> => {
    if (ids.length > MAX_IDS) throw badInput(`At most ${MAX_IDS} variants at a time.`);
    const wanted: VariantId[] = [...new Set(ids.map((id) => readId('var', id)))];
    const found = await products.findByVariant(wanted);
    return wanted.flatMap((id, i) => {
      const product = found[i];
      const variant = product?.status === 'ACTIVE' ? variantIn(product, id) : null;
      return variant ? [variant] : [];
    });
  };
