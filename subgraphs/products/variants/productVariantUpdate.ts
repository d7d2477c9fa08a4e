import type { ProductVariantUpdateInput } from '../../../generated/products/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { type Outcome, refuseAll } from '../../../kernel/outcome.ts';
import type { VariantOf } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';
import { changeVariant, type VariantChanges, variantFaults, withVariants } from './variant.ts';
import { variantChange, variantOf } from './variantChange.ts';

export const productVariantUpdate =
  (ports: Pick<Ports, 'products' | 'now'>) =>
  async ({ id, ...input }: ProductVariantUpdateInput): Promise<Outcome<VariantOf>> => {
    const variantId = readId('var', id);
    const faults = variantFaults(given(input), []);
    if (faults.length) return refuseAll(faults);
    const saved = await variantChange(ports)(variantId, (product, variant) => {
      const changed = changeVariant(variant, input as VariantChanges, ports.now());
      const variants = product.variants.map((each) => (each.id === variantId ? changed : each));
      return withVariants({ ...product, updatedAt: ports.now() }, variants, () => []);
    });
    return variantOf(variantId)(saved);
  };

/** What is null is taken away, and has nothing that could be wrong. */
const given = <T extends object>(input: T): { [Field in keyof T]?: NonNullable<T[Field]> } =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value != null)) as { [Field in keyof T]?: NonNullable<T[Field]> };
