import { createHash } from 'node:crypto';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Product } from '../catalogue/product.ts';
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import type { ProductDraft, VariantDraft } from './productDraft.ts';
import type { Note } from './row.ts';

const MAX = LIMITS.sku;

/** Gives a number to variants that have none: of the handle and the options, so that the next import finds the same variant. */
export const fillSkus = (handle: string, variants: readonly VariantDraft[]): VariantDraft[] => {
  const made = variants.map((variant) => variant.sku || skuOf(handle, variant));
  return variants.map((variant, at) => {
    const sku = made[at] ?? '';
    const isAlone = made.indexOf(sku) === made.lastIndexOf(sku);
    return {
      ...variant,
      sku: variant.sku || (isAlone && sku.length <= MAX ? sku : shortened(sku, handle, variant)),
    };
  });
};

const skuOf = (handle: string, { selectedOptions }: VariantDraft): string =>
  [handle, ...selectedOptions.map(({ value }) => plain(value) || hash(value))].join('-').toLowerCase();

/** Letters and digits alone, accents folded. */
const plain = (value: string): string =>
  value
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

const shortened = (sku: string, handle: string, { selectedOptions }: VariantDraft): string =>
  `${sku.slice(0, MAX - 9)}-${hash(JSON.stringify([handle, selectedOptions.map(({ value }) => value)]))}`;

/** An SKU for a variant whose own is that of another: the same whenever the same product is imported. */
export const skuBeside = (sku: string, handle: string, variant: VariantDraft): string =>
  shortened(sku, handle, variant);

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

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

/** Refuses a draft one of whose numbers another product has, and says which variant and whose it is. */
export const takenSku = async (
  { products }: Pick<Ports, 'products'>,
  draft: ProductDraft,
  existing: Product | null,
): Promise<Outcome<null>> => {
  for (const [at, { sku }] of draft.variants.entries()) {
    const holder = await products.findBySku(sku);
    if (holder && holder.slug !== draft.slug && holder.id !== existing?.id)
      return refuse('ALREADY_EXISTS', `The SKU “${sku}” is that of a variant of “${holder.slug}”.`, [
        'variants',
        at,
        'sku',
      ]);
  }
  return done(null);
};

/** A refusal of the store names no variant: it is found out then. */
export const namingSku = async <T>(
  ports: Pick<Ports, 'products'>,
  draft: ProductDraft,
  existing: Product | null,
  outcome: Outcome<T>,
) => {
  if (outcome.ok || outcome.refusals[0]?.field?.[0] !== 'sku') return outcome;
  const taken = await takenSku(ports, draft, existing);
  return taken.ok ? outcome : taken;
};
