import { type CategoryId, newId, type VariantId } from '../../../kernel/ids.ts';
import { andThen, done, type Outcome, refuseAll } from '../../../kernel/outcome.ts';
import type { Opened } from '../catalogue/ports.ts';
import { emptyProduct, type Product, sameOptions, type Variant } from '../catalogue/product.ts';
import { fieldFaults, withFields } from '../catalogue/productInput.ts';
import { changeVariant, newVariant, variantFaults, withVariants } from '../catalogue/variant.ts';
import { NO_OPTION } from './columns.ts';
import type { ProductDraft, VariantDraft } from './productDraft.ts';
import { productInput, variantInput } from './productInput.ts';

/** What a draft becomes: when, in which categories, and under which ids its new variants go, by SKU. */
export type Becoming = Readonly<{
  draft: ProductDraft;
  categoryIds: readonly CategoryId[];
  ids: ReadonlyMap<string, VariantId>;
  now: Date;
}>;

/** A product of nothing, to merge a draft into. */
export const blank = (now: Date): Product => emptyProduct(newId('prod'), '', now);

/**
 * A product as the file has it. Variants are found by their SKU, or else by their options; those that the file does not have stay.
 * Stock of variants that are there already is left alone: the shop has sold some since the file was written.
 */
export const merge = (product: Product, { draft, categoryIds, ids, now }: Becoming): Outcome<Opened> => {
  const { variants: inputs, ...fields } = productInput(draft, categoryIds);
  const faults = [
    ...fieldFaults(fields),
    ...inputs.flatMap((variant, at) => variantFaults(variant, ['variants', at])),
  ];
  if (faults.length) return refuseAll(faults);
  const known = draft.variants.map((variant) => knownAs(product, variant, draft));
  const changed = new Map(draft.variants.flatMap((variant, at) => changedAs(known[at], variant, now)));
  const added = draft.variants
    .filter((_, at) => !known[at])
    .flatMap((variant) => addedAs(ids.get(variant.sku), variant, now));
  const variants = [
    ...product.variants.map((variant) => changed.get(variant.id) ?? variant),
    ...added.map(({ variant }) => variant),
  ];
  const next = withVariants(withFields(product, fields), variants, (at) => [
    'variants',
    placeIn(draft, variants[at]),
  ]);
  const opening = added.map(({ variant, onHand }) => ({ variantId: variant.id, onHand }));
  return andThen(next, (merged) => done({ product: unlessSame(product, merged, now), opening }));
};

/** By its options a variant is found only if no other row has its SKU: two rows never become one variant. */
const knownAs = (
  { variants }: Product,
  { sku, selectedOptions }: VariantDraft,
  draft: ProductDraft,
): Variant | undefined =>
  variants.find((variant) => variant.sku === sku) ??
  variants.find(
    (variant) =>
      sameOptions(variant.selectedOptions, selectedOptions) &&
      draft.variants.every((other) => other.sku !== variant.sku),
  );

const changedAs = (known: Variant | undefined, draft: VariantDraft, now: Date): [VariantId, Variant][] =>
  known ? [[known.id, keptOptions(known, changeVariant(known, variantInput(draft), now))]] : [];

/** The same options in another order are no change; nor is an option `Title` with `Default Title`, which a file cannot tell from none. */
const keptOptions = (before: Variant, after: Variant): Variant => {
  const isSame = choice(before) === choice(after);
  return isSame ? { ...after, selectedOptions: before.selectedOptions } : after;
};

const choice = ({ selectedOptions }: Variant): string =>
  JSON.stringify(
    selectedOptions
      .filter(({ name, value }) => name !== NO_OPTION.name || value !== NO_OPTION.value)
      .map(({ name, value }) => [name, value])
      .sort(),
  );

const addedAs = (id: VariantId | undefined, draft: VariantDraft, now: Date) =>
  id ? [{ variant: newVariant(id, variantInput(draft), now), onHand: draft.onHand }] : [];

const placeIn = ({ variants }: ProductDraft, variant: Variant | undefined): number =>
  Math.max(
    0,
    variants.findIndex(({ sku }) => sku === variant?.sku),
  );

/** The product itself where nothing is different, so that nothing is written. */
const unlessSame = (before: Product, after: Product, now: Date): Product =>
  JSON.stringify(before) === JSON.stringify(after) ? before : { ...after, updatedAt: now };
