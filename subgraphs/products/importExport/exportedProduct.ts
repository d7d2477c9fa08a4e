import { decimal } from '../../../kernel/money.ts';
import { ancestorsOf, byId, type Tree } from '../catalogue/category.ts';
import { optionsOf, type Product, priceOf, type Variant } from '../catalogue/product.ts';
import { GUARD, NEW_NAMES, NO_OPTION, optionName, optionValue } from './columns.ts';
import { escapeIn, guard } from './csvGuard.ts';

/** Shopify's present names of the columns, or those before them. */
export type Template = 'old' | 'new';

export const headerOf = (column: string, template: Template): string =>
  template === 'new' ? (NEW_NAMES[column] ?? column) : column;

/** What a product's rows are made of, beside the product. */
export type Beside = Readonly<{
  tree: Tree;
  onHand: ReadonlyMap<Variant['id'], number>;
  pictureUrl: (at: Product['media'][number]) => string;
}>;
export type ExportRow = Readonly<Record<string, string | number>>;

/** The columns of an export with this many options: those of the Shopify product CSV that the shop has something for, and `Categories`. */
export const exportColumns = (options: number): string[] => [
  'Handle',
  'Title',
  'Body (HTML)',
  'Vendor',
  'Type',
  'Categories',
  'Tags',
  'Published',
  ...Array.from({ length: Math.max(3, options) }, (_, at) => [
    optionName(at + 1),
    optionValue(at + 1),
  ]).flat(),
  'Variant SKU',
  'Variant Grams',
  'Variant Inventory Tracker',
  'Variant Inventory Qty',
  'Variant Inventory Policy',
  'Variant Fulfillment Service',
  'Variant Price',
  'Variant Compare At Price',
  'Variant Requires Shipping',
  'Variant Taxable',
  'Variant Barcode',
  'Image Src',
  'Image Position',
  'Image Alt Text',
  'Gift Card',
  'Variant Image',
  'Variant Weight Unit',
  'Status',
  GUARD,
];

/** A product as rows: what it is on the first, a variant and a picture on each, for as long as there are any. */
export const rowsOfProduct = (product: Product, beside: Beside): ExportRow[] => {
  const names = optionsOf(product)
    .map(({ name }) => name)
    .filter((name, at, all) => all.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === at);
  const rows = Array.from(
    { length: Math.max(product.variants.length, product.media.length) },
    (_, at): ExportRow => ({
      Handle: product.slug,
      [GUARD]: 'apostrophe',
      ...(at === 0 ? { ...productCells(product, beside.tree), ...nameCells(names) } : {}),
      ...variantCells(product, product.variants[at], names, beside),
      ...pictureCells(product.media[at], at, beside),
    }),
  );
  return rows.map(guarded);
};

const guarded = (row: ExportRow): ExportRow =>
  Object.fromEntries(
    Object.entries(row).map(([column, text]) => [column, typeof text === 'string' ? guard(text) : text]),
  );

const productCells = (product: Product, tree: Tree): ExportRow => {
  const categories = product.categoryIds.flatMap((id) => byId(tree, id) ?? []);
  return {
    Title: product.title,
    'Body (HTML)': product.descriptionHtml,
    Vendor: product.brand ?? '',
    Type: categories[0]?.name ?? '',
    Categories: categories
      .map((category) =>
        [...ancestorsOf(tree, category), category].map(({ name }) => escapeIn(name, ';>')).join(' > '),
      )
      .join('; '),
    Tags: product.tags.map((tag) => escapeIn(tag, ',')).join(', '),
    Published: String(product.status === 'ACTIVE'),
    'Gift Card': 'false',
    Status: product.status.toLowerCase(),
  };
};

const nameCells = (names: readonly string[]): ExportRow =>
  names.length === 0
    ? { [optionName(1)]: NO_OPTION.name }
    : Object.fromEntries(names.map((name, at) => [optionName(at + 1), name]));

const variantCells = (
  product: Product,
  variant: Variant | undefined,
  names: readonly string[],
  beside: Beside,
): ExportRow => {
  if (!variant) return {};
  const { onHand, pictureUrl } = beside;
  const own = product.media.find(({ id }) => id === variant.imageId);
  const chosen = (name: string): string =>
    variant.selectedOptions.find((option) => option.name.toLowerCase() === name.toLowerCase())?.value ?? '';
  return {
    ...(names.length === 0
      ? { [optionValue(1)]: NO_OPTION.value }
      : Object.fromEntries(names.map((name, at) => [optionValue(at + 1), chosen(name)]))),
    'Variant SKU': variant.sku,
    'Variant Grams': variant.weightGrams ?? '',
    'Variant Inventory Tracker': 'shopify',
    'Variant Inventory Qty': onHand.get(variant.id) ?? 0,
    'Variant Inventory Policy': 'deny',
    'Variant Fulfillment Service': 'manual',
    'Variant Price': decimal(priceOf(variant)),
    'Variant Compare At Price': variant.compareAtPrice ? decimal(variant.compareAtPrice) : '',
    'Variant Requires Shipping': 'true',
    'Variant Taxable': 'true',
    'Variant Barcode': variant.barcode ?? '',
    'Variant Image': own ? pictureUrl(own) : '',
    'Variant Weight Unit': 'g',
  };
};

const pictureCells = (
  picture: Product['media'][number] | undefined,
  at: number,
  { pictureUrl }: Beside,
): ExportRow =>
  picture
    ? { 'Image Src': pictureUrl(picture), 'Image Position': at + 1, 'Image Alt Text': picture.alt ?? '' }
    : {};
