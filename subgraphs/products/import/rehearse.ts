import { done, type Outcome } from '../../../kernel/outcome.ts';
import type { Product } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';
import { type Becoming, blank, merge } from './merge.ts';
import type { What } from './productImport.ts';
import { takenSku } from './takenSku.ts';

/** What an import would do with a product, with nothing written. */
export const rehearse = async (
  { products }: Pick<Ports, 'products'>,
  existing: Product | null,
  becoming: Becoming,
): Promise<Outcome<What>> => {
  const merged = merge(existing ?? blank(becoming.now), becoming);
  if (!merged.ok) return merged;
  const free = await takenSku({ products }, becoming.draft, existing);
  if (!free.ok) return free;
  if (!existing) return done('created');
  return done(merged.value.product === existing ? 'unchanged' : 'updated');
};
