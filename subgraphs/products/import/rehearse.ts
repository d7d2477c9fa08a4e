import { newId } from '../../../kernel/ids.ts';
import { done, type Outcome } from '../../../kernel/outcome.ts';
import type { Product } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';
import { type Becoming, merge } from './merge.ts';
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

/** A product of nothing, to merge a draft into. */
export const blank = (now: Date): Product => ({
  id: newId('prod'),
  slug: '',
  title: '',
  description: '',
  descriptionHtml: '',
  brand: null,
  status: 'DRAFT',
  tags: [],
  categoryIds: [],
  variants: [],
  media: [],
  createdAt: now,
  updatedAt: now,
  inStock: false,
  sold: 0,
  along: [],
  ratings: [0, 0, 0, 0, 0],
});
