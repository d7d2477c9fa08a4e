import type { ProductCreateInput, ProductVariantInput } from '../../../generated/products/types.ts';
import type { CategoryId } from '../../../kernel/ids.ts';
import type { ProductDraft, VariantDraft } from './productDraft.ts';

/** Whether the file has one of the columns; a column that it does not have says nothing, and what the shop has stays. */
const has = ({ header }: Pick<ProductDraft, 'header'>, ...columns: readonly string[]): boolean =>
  !header || columns.some((column) => header.names[column] !== undefined);

/** A draft as staff would enter it. */
export const productInput = (
  draft: ProductDraft,
  categoryIds: readonly CategoryId[],
): ProductCreateInput => ({
  title: draft.title,
  slug: draft.slug,
  ...(has(draft, 'Body (HTML)') ? { descriptionHtml: draft.descriptionHtml } : {}),
  ...(has(draft, 'Vendor') ? { brand: draft.brand } : {}),
  ...(has(draft, 'Tags') ? { tags: [...draft.tags] } : {}),
  ...(has(draft, 'Type', 'Categories') ? { categoryIds: [...categoryIds] } : {}),
  status: draft.status,
  variants: draft.variants.map(variantInput),
});

export const variantInput = ({ line: _, image: __, ...variant }: VariantDraft): ProductVariantInput => ({
  ...variant,
  selectedOptions: [...variant.selectedOptions],
});
