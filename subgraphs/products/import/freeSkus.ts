import type { Ports } from '../ports.ts';
import type { ProductDraft, VariantDraft } from './draft.ts';
import type { Note } from './row.ts';
import { skuBeside } from './sku.ts';

/**
 * Gives a variant whose SKU another product has one of its own, with a note: of products in the shop, and of those before it in
 * `drafts`. It is the same whenever the same product is imported. Reads the shop once.
 */
export const withFreeSkus = async (
  { products }: Pick<Ports, 'products'>,
  drafts: readonly ProductDraft[],
): Promise<ProductDraft[]> => {
  const holders = new Map(
    await products.holdersOf(drafts.flatMap(({ variants }) => variants.map(({ sku }) => sku))),
  );
  return drafts.map((draft) => {
    const notes: Note[] = [];
    const variants = draft.variants.map((variant) => withFreeSku(draft, variant, holders, notes));
    return notes.length === 0 ? draft : { ...draft, variants, notes: [...draft.notes, ...notes] };
  });
};

const withFreeSku = (
  draft: ProductDraft,
  variant: VariantDraft,
  holders: Map<string, string>,
  notes: Note[],
): VariantDraft => {
  const holder = holders.get(variant.sku);
  if (holder === undefined || holder === draft.slug) {
    holders.set(variant.sku, draft.slug);
    return variant;
  }
  const sku = skuBeside(variant.sku, draft.slug, variant);
  const column = draft.header?.names['Variant SKU'] ?? 'Variant SKU';
  notes.push({
    line: variant.line,
    text: `${column} “${variant.sku}” is that of a variant of “${holder}”: this variant becomes “${sku}”`,
  });
  return { ...variant, sku };
};
