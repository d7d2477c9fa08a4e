import type { Refusal } from '../../../kernel/outcome.ts';
import type { ProductDraft } from './productDraft.ts';
import type { Fault } from './row.ts';

/** The columns that a file has to have. */
const REQUIRED = ['Handle', 'Title', 'Variant Price'] as const;

/** Shopify has three options; the shop's own exports may have more. */
export const OPTIONS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

/** Said once for a product, on its first row. */
export const OF_PRODUCT: readonly string[] = [
  ...['Title', 'Body (HTML)', 'Vendor', 'Type', 'Categories', 'Tags', 'Published', 'Status', 'Gift Card'],
  ...OPTIONS.map((number) => `Option${number} Name`),
];
export const optionName = (number: number): string => `Option${number} Name`;
export const optionValue = (number: number): string => `Option${number} Value`;

/** What a product without options has in its first option. */
export const NO_OPTION = { name: 'Title', value: 'Default Title' } as const;

/**
 * The column by which a file of the shop says that a leading apostrophe keeps spreadsheets from running a text as a formula, and
 * that a backslash stands before separators that belong to a text. Files of others have it not, and are read as they are.
 */
export const GUARD = 'Formula guard';

/**
 * Shopify's present template beside the one before it: help.shopify.com/manual/products/import-export/using-csv, and its sample
 * file product_template.csv. Code knows the columns by their former names.
 */
export const NEW_NAMES: Readonly<Record<string, string>> = {
  Handle: 'URL handle',
  'Body (HTML)': 'Description',
  'Product Category': 'Product category',
  Published: 'Published on online store',
  ...Object.fromEntries(
    OPTIONS.flatMap((n) => [
      [optionName(n), `Option${n} name`] as const,
      [optionValue(n), `Option${n} value`] as const,
    ]),
  ),
  'Variant SKU': 'SKU',
  'Variant Barcode': 'Barcode',
  'Variant Price': 'Price',
  'Variant Compare At Price': 'Compare-at price',
  'Variant Taxable': 'Charge tax',
  'Variant Tax Code': 'Tax code',
  'Variant Inventory Tracker': 'Inventory tracker',
  'Variant Inventory Qty': 'Inventory quantity',
  'Variant Inventory Policy': 'Continue selling when out of stock',
  'Variant Grams': 'Weight value (grams)',
  'Variant Weight Unit': 'Weight unit for display',
  'Variant Requires Shipping': 'Requires shipping',
  'Variant Fulfillment Service': 'Fulfillment service',
  'Image Src': 'Product image URL',
  'Image Position': 'Image position',
  'Image Alt Text': 'Image alt text',
  'Variant Image': 'Variant image URL',
  'Gift Card': 'Gift card',
};
const READ = ['Title', 'Vendor', 'Type', 'Categories', 'Tags', 'Status', GUARD, ...Object.keys(NEW_NAMES)];
/** Other names of the same columns, of files and help pages in between. */
const ALSO: Readonly<Record<string, string>> = {
  Barcodes: 'Variant Barcode',
  'Variant Barcodes': 'Variant Barcode',
  'Compare At Price': 'Variant Compare At Price',
};

/** Columns of Shopify that the shop has no use for, which needs no note: markets, metafields, Google Shopping, search engines, costs. */
const UNUSED =
  /^(?:SEO (?:title|description)|Google Shopping \/ .*|(?:Included|Price|Compare[- ]at price) \/ .*|.*\(?(?:product|variant)\.metafields\..*|.*\[.*\]|Option\d+ linked to|Cost per item|(?:Variant )?Unit price .*|Gift card template.*|Packed product .*|Collection|Template suffix|Sales channels?|Custom Product Type|Standardized Product Type|Google Shopping .*)$/i;

const fold = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();
const KNOWN = new Map([
  ...READ.map((name) => [fold(name), name] as const),
  ...Object.entries(NEW_NAMES).map(([name, present]) => [fold(present), name] as const),
  ...Object.entries(ALSO).map(([present, name]) => [fold(present), name] as const),
]);

/** The column that a header names, whatever its case and template; null for one that is not read. */
export const columnOf = (header: string): string | null => KNOWN.get(fold(header)) ?? null;

/** Whether a column is neither Shopify's nor the shop's. */
export const isUnknown = (header: string): boolean =>
  header.trim() !== '' && columnOf(header) === null && !UNUSED.test(header.trim());

export const missingColumns = (columns: readonly (string | null)[]): string[] =>
  REQUIRED.filter((column) => !columns.includes(column));

const COLUMNS_OF_PRODUCT: Readonly<Record<string, string>> = {
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
    column: named((variant ? OF_VARIANT[String(cell)] : COLUMNS_OF_PRODUCT[String(what)]) ?? 'Handle'),
    reason: message,
  };
};
