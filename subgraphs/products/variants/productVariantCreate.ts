import type { ProductVariantCreateInput } from '../../../generated/products/types.ts';
import { newId, readId } from '../../../kernel/ids.ts';
import { andThen, done, type Outcome, refuse, refuseAll } from '../../../kernel/outcome.ts';
import { type VariantOf, variantIn } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';
import { newVariant, variantFaults, withVariants } from './variant.ts';

export const productVariantCreate =
  ({ products, now }: Pick<Ports, 'products' | 'now'>) =>
  async ({ productId, variant: input }: ProductVariantCreateInput): Promise<Outcome<VariantOf>> => {
    const id = readId('prod', productId);
    const faults = variantFaults(input, ['variant']);
    if (faults.length) return refuseAll(faults);
    const variant = newVariant(newId('var'), input, now());
    const saved = await products.change(
      id,
      (product) =>
        withVariants({ ...product, updatedAt: now() }, [...product.variants, variant], () => ['variant']),
      [{ variantId: variant.id, onHand: input.onHand ?? 0 }],
    );
    return andThen(saved, (product) => {
      const made = variantIn(product, variant.id);
      return made ? done(made) : refuse('NOT_FOUND', 'There is no such variant.', ['productId']);
    });
  };
