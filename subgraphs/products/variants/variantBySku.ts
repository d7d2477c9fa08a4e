import type { Viewer } from '../../../kernel/viewer.ts';
import { type VariantOf, variantsOf } from '../catalogue/product.ts';
import { visibleVariant } from '../catalogue/visible.ts';
import type { Ports } from '../ports.ts';

export const variantBySku =
  ({ products }: Pick<Ports, 'products'>) =>
  async (viewer: Viewer, given: string): Promise<VariantOf | null> => {
    const sku = given.trim();
    const product = await products.findBySku(sku);
    const found = product && variantsOf(product).find(({ variant }) => variant.sku === sku);
    return visibleVariant(viewer)(found ?? null);
  };
