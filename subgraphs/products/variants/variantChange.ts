import type { VariantId } from '../../../kernel/ids.ts';
import { andThen, done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { type Product, type Variant, type VariantOf, variantIn } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';

export const noVariant = (field: readonly string[]) =>
  refuse('NOT_FOUND', 'There is no such variant.', field);

type Decide = (product: Product, variant: Variant) => Outcome<Product>;

/** Finds the product of a variant and changes it; NOT_FOUND where the variant is gone, even if it went just now. */
export const variantChange =
  ({ products }: Pick<Ports, 'products'>) =>
  async (id: VariantId, decide: Decide): Promise<Outcome<Product>> => {
    const [found] = await products.findByVariant([id]);
    if (!found) return noVariant(['id']);
    return products.change(found.id, (product) => {
      const current = variantIn(product, id);
      return current ? decide(product, current.variant) : noVariant(['id']);
    });
  };

/** The variant of a product that was changed. */
export const variantOf =
  (id: VariantId) =>
  (outcome: Outcome<Product>): Outcome<VariantOf> =>
    andThen(outcome, (product) => {
      const found = variantIn(product, id);
      return found ? done(found) : noVariant(['id']);
    });
