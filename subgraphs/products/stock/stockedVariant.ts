import type { VariantId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { type VariantOf, variantIn } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';

/** A variant after a change of its stock. */
export const stockedVariant =
  ({ products }: Pick<Ports, 'products'>) =>
  async (id: VariantId, field: readonly string[]): Promise<Outcome<VariantOf>> => {
    const [product] = await products.findByVariant([id]);
    const found = product && variantIn(product, id);
    return found ? done(found) : refuse('NOT_FOUND', 'There is no such variant.', field);
  };
