import type { Refusal } from '../../../kernel/outcome.ts';
import type { ProductDraft } from './draft.ts';
import type { Fault } from './row.ts';

const OF_PRODUCT: Readonly<Record<string, string>> = {
  title: 'Title',
  slug: 'Handle',
  sku: 'Variant SKU',
  brand: 'Vendor',
  tags: 'Tags',
  descriptionHtml: 'Body (HTML)',
  categoryIds: 'Type',
};
const OF_VARIANT: Readonly<Record<string, string>> = {
  sku: 'Variant SKU',
  price: 'Variant Price',
  compareAtPrice: 'Variant Compare At Price',
  selectedOptions: 'Option1 Value',
  weightGrams: 'Variant Grams',
  barcode: 'Variant Barcode',
  onHand: 'Variant Inventory Qty',
};

/** A refusal of the shop as a fault of the file: the line and column that it is about. */
export const faultOf = (draft: ProductDraft, { field, message }: Refusal): Fault => {
  const [what, at, cell] = field ?? [];
  const picture = what === 'pictures' ? draft.pictures[Number(at)] : undefined;
  const named = (column: string): string => draft.header?.names[column] ?? column;
  if (picture) return { line: picture.line, column: named(picture.column), reason: message };
  const variant = what === 'variants' ? draft.variants[Number(at)] : undefined;
  return {
    line: variant?.line ?? draft.line,
    column: named((variant ? OF_VARIANT[String(cell)] : OF_PRODUCT[String(what)]) ?? 'Handle'),
    reason: message,
  };
};
