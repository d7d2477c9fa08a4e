import type { ProductCreateInput, ProductVariantInput } from '../../../generated/products/types.ts';
import type { CategoryId } from '../../../kernel/ids.ts';
import type { ProductDraft, VariantDraft } from './draft.ts';

/** A draft as staff would enter it. */
export const productInput = (draft: ProductDraft, categoryIds: readonly CategoryId[]): ProductCreateInput => ({
  title: draft.title,
  slug: draft.slug,
  descriptionHtml: draft.descriptionHtml,
  brand: draft.brand,
  tags: [...draft.tags],
  categoryIds: [...categoryIds],
  status: draft.status,
  variants: draft.variants.map(variantInput),
});

export const variantInput = ({ line: _, image: __, ...variant }: VariantDraft): ProductVariantInput => ({
  ...variant,
  selectedOptions: [...variant.selectedOptions],
});
