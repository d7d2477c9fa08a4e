import type { ProductCreateInput } from '../../../generated/products/types.ts';
import { readKey } from '../../../kernel/idempotency.ts';
import { newId, type ProductId, readId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuseAll } from '../../../kernel/outcome.ts';
import { ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import { countFault } from '../check.ts';
import type { Ports } from '../ports.ts';
import { knownCategories } from './category.ts';
import type { Opening } from './ports.ts';
import { emptyProduct, type Product } from './product.ts';
import { fieldFaults, withFields } from './productInput.ts';
import { slugOf, slugsToTry } from './slug.ts';
import { MAX_VARIANTS, newVariant, variantFaults, withVariants } from './variant.ts';

type Needs = Pick<Ports, 'products' | 'categories' | 'claims' | 'now'>;

/** Makes a product with its variants and their opening stock; the same key makes one. */
export const productCreate =
  (ports: Needs) =>
  async (viewer: Viewer, input: ProductCreateInput): Promise<Outcome<Product>> => {
    const known = await knownCategories(ports)(input.categoryIds ?? []);
    if (!known.ok) return known;
    const { idempotencyKey: key } = input;
    if (key == null) return make(ports, newId('prod'), input);
    const claim = { caller: ownerOf(viewer) ?? 'service', operation: 'productCreate', key: readKey(key) };
    const claimed = await ports.claims.claim({ ...claim, input, note: newId('prod') });
    if (!claimed.ok) return claimed;
    const made = await makeOnce(ports, readId('prod', claimed.value.note), input);
    if (!made.ok) await ports.claims.release(claim);
    return made;
  };

const makeOnce = async (
  ports: Needs,
  id: ProductId,
  input: ProductCreateInput,
): Promise<Outcome<Product>> => {
  const [made] = await ports.products.find([id]);
  return made ? done(made) : make(ports, id, input);
};

const make = async (ports: Needs, id: ProductId, input: ProductCreateInput): Promise<Outcome<Product>> => {
  const variantIds = input.variants.map(() => newId('var'));
  const drafted = draft(id, input, variantIds, ports.now());
  if (!drafted.ok) return drafted;
  const opening = input.variants.flatMap(({ onHand }, i): Opening[] => {
    const variantId = variantIds[i];
    return variantId ? [{ variantId, onHand: onHand ?? 0 }] : [];
  });
  return insert(ports, drafted.value, opening, input.slug == null);
};

/** A slug that was asked for is taken or not; one that was made of the title gives way. */
const insert = async (
  { products }: Needs,
  product: Product,
  opening: readonly Opening[],
  mayGiveWay: boolean,
): Promise<Outcome<Product>> => {
  const slugs = mayGiveWay ? slugsToTry(product.slug, () => newId('prod').slice(-8)) : [product.slug];
  const tryAs = async (slug: string) =>
    alone(await products.insertAll([{ product: { ...product, slug }, opening }]));
  let outcome = await tryAs(product.slug);
  for (const slug of slugs.slice(1)) {
    const isTaken = !outcome.ok && outcome.refusals.every(({ field }) => field?.[0] === 'slug');
    if (!isTaken) break;
    outcome = await tryAs(slug);
  }
  return outcome;
};

const alone = ([outcome]: readonly Outcome<Product>[]): Outcome<Product> => {
  if (outcome) return outcome;
  throw new Error('A product that was to be kept has an outcome.');
};

const draft = (
  id: ProductId,
  input: ProductCreateInput,
  variantIds: readonly `var_${string}`[],
  now: Date,
): Outcome<Product> => {
  const faults = [
    ...fieldFaults(input),
    ...countFault('variants', input.variants, 1, MAX_VARIANTS, ['variants']),
    ...input.variants.slice(0, MAX_VARIANTS).flatMap((variant, i) => variantFaults(variant, ['variants', i])),
  ];
  if (faults.length) return refuseAll(faults);
  const variants = input.variants.flatMap((variant, i) =>
    newVariant(variantIds[i] ?? newId('var'), variant, now),
  );
  return withVariants(withFields(emptyProduct(id, slugOf(input.title), now), input), variants, (i) => [
    'variants',
    i,
  ]);
};
