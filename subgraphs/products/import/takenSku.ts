import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Product } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';
import type { ProductDraft } from './draft.ts';

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
