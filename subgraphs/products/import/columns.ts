/** The columns of the Shopify product CSV that are read; whatever else a file has is left alone. */
export const REQUIRED = ['Handle', 'Title', 'Option1 Name', 'Option1 Value', 'Variant Price'] as const;

/** Said once for a product, on its first row. */
export const OF_PRODUCT = [
  'Title',
  'Body (HTML)',
  'Vendor',
  'Type',
  'Categories',
  'Tags',
  'Published',
  'Status',
  'Gift Card',
  'Option1 Name',
  'Option2 Name',
  'Option3 Name',
] as const;

export const OPTIONS = [1, 2, 3] as const;
export const optionName = (number: number): string => `Option${number} Name`;
export const optionValue = (number: number): string => `Option${number} Value`;

/** What a product without options has in its first option. */
export const NO_OPTION = { name: 'Title', value: 'Default Title' } as const;

export const missingColumns = (header: readonly string[]): string[] => REQUIRED.filter((column) => !header.includes(column));
