import type {
  ProductVariantCreateInput,
  ProductVariantUpdateInput,
} from '../../../generated/products/types.ts';
import { newId, readId, type VariantId } from '../../../kernel/ids.ts';
import { andThen, done, type Outcome, refuse, refuseAll } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { type Product, type Variant, type VariantOf, variantIn } from './product.ts';
import { changeVariant, newVariant, type VariantChanges, variantFaults, withVariants } from './variant.ts';

const noVariant = (field: readonly string[]) => refuse('NOT_FOUND', 'There is no such variant.', field);

type Decide = (product: Product, variant: Variant) => Outcome<Product>;

/** Finds the product of a variant and changes it; NOT_FOUND where the variant is gone, even if it went just now. */
const variantChange =
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
const variantOf =
  (id: VariantId) =>
  (outcome: Outcome<Product>): Outcome<VariantOf> =>
    andThen(outcome, (product) => {
      const found = variantIn(product, id);
      return found ? done(found) : noVariant(['id']);
    });

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
