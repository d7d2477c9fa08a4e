import type { ProductVariantUpdateInput } from '../../../generated/products/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { andThen, done, type Outcome, refuse, refuseAll } from '../../../kernel/outcome.ts';
import type { Product, Variant, VariantOf } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';
import { changeVariant, type VariantChanges, variantFaults, withVariants } from './variant.ts';
import { variantChange, variantOf } from './variantChange.ts';

export const productVariantUpdate =
  (ports: Pick<Ports, 'products' | 'now'>) =>
  async ({ id, imageId, ...input }: ProductVariantUpdateInput): Promise<Outcome<VariantOf>> => {
    const variantId = readId('var', id);
    const faults = variantFaults(given(input), []);
    if (faults.length) return refuseAll(faults);
    const saved = await variantChange(ports)(variantId, (product, variant) =>
      andThen(
        withImage(product, changeVariant(variant, input as VariantChanges, ports.now()), imageId),
        (changed) => {
          const variants = product.variants.map((each) => (each.id === variantId ? changed : each));
          return withVariants({ ...product, updatedAt: ports.now() }, variants, () => []);
        },
      ),
    );
    return variantOf(variantId)(saved);
  };

/** Shown by one of the product's pictures; null: by the main one again. */
const withImage = (
  { media }: Product,
  variant: Variant,
  imageId: string | null | undefined,
): Outcome<Variant> => {
  if (imageId === undefined) return done(variant);
  if (imageId === null) return done({ ...variant, imageId: null });
  const picture = readId('file', imageId);
  if (!media.some((each) => each.id === picture))
    return refuse('NOT_FOUND', 'The product has no such picture.', ['imageId']);
  return done({ ...variant, imageId: picture });
};

/** What is null is taken away, and has nothing that could be wrong. */
const given = <T extends object>(input: T): { [Field in keyof T]?: NonNullable<T[Field]> } =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value != null)) as {
    [Field in keyof T]?: NonNullable<T[Field]>;
  };
