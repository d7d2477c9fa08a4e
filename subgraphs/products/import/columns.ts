/** The columns of the Shopify product CSV that are read; whatever else a file has is left alone. */
export const REQUIRED = ['Handle', 'Title', 'Option1 Name', 'Option1 Value', 'Variant Price'] as const;

/** Shopify has three options; the shop's own exports may have more. */
export const OPTIONS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

/** Said once for a product, on its first row. */
export const OF_PRODUCT: readonly string[] = [
  'Title',
  'Body (HTML)',
  'Vendor',
  'Type',
  'Categories',
  'Tags',
  'Published',
  'Status',
  'Gift Card',
  ...OPTIONS.map((number) => `Option${number} Name`),
];
export const optionName = (number: number): string => `Option${number} Name`;
export const optionValue = (number: number): string => `Option${number} Value`;

/** What a product without options has in its first option. */
export const NO_OPTION = { name: 'Title', value: 'Default Title' } as const;

export const missingColumns = (header: readonly string[]): string[] => REQUIRED.filter((column) => !header.includes(column));
