import { readId, type VariantId } from '../../../kernel/ids.ts';
import { andThen, done, type Outcome } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { withVariants } from './variant.ts';
import { variantChange } from './variantChange.ts';

/** Takes a variant off sale for good; its stock and movements stay for the orders that hold it. */
export const productVariantDelete =
  (ports: Pick<Ports, 'products' | 'now'>) =>
  async (id: string): Promise<Outcome<VariantId>> => {
    const variantId = readId('var', id);
    const saved = await variantChange(ports)(variantId, (product) => {
      const left = product.variants.filter((variant) => variant.id !== variantId);
      return withVariants({ ...product, updatedAt: ports.now() }, left, () => []);
    });
    return andThen(saved, () => done(variantId));
  };
