import type { Money } from '../../../kernel/money.ts';
import { isSlug } from '../catalogue/slug.ts';
import { address, defaultTo, line, list, oneOf, optional, text, truth, whole } from './cells.ts';
import { OF_PRODUCT, OPTIONS } from './columns.ts';
import type { Group } from './group.ts';
import { cell, type Fault, type FaultFinder, faultFinder, type Parse, type Row } from './row.ts';
import { type Note, optionNames, variantsOf } from './variants.ts';

export type VariantDraft = Readonly<{
  line: number;
  sku: string;
  price: Money;
  compareAtPrice: Money | null;
  selectedOptions: readonly Readonly<{ name: string; value: string }>[];
  weightGrams: number | null;
  barcode: string | null;
  onHand: number;
  /** The address of the picture that shows it, if it has one of its own. */
  image: string | null;
}>;
export type PictureDraft = Readonly<{ line: number; column: 'Image Src' | 'Variant Image'; url: string; alt: string | null }>;

/** A product as the file has it, checked cell by cell. `categories` are paths of names from the root. */
export type ProductDraft = Readonly<{
  line: number;
  slug: string;
  title: string;
  descriptionHtml: string;
  brand: string | null;
  tags: readonly string[];
  status: 'ACTIVE' | 'DRAFT' | 'ARCHIVED';
  categories: readonly (readonly string[])[];
  variants: readonly VariantDraft[];
  pictures: readonly PictureDraft[];
  notes: readonly Note[];
}>;

export type Drafted = Readonly<{ ok: true; draft: ProductDraft }> | Readonly<{ ok: false; faults: readonly Fault[] }>;

/** The rows of a product as a product; or everything that is wrong with them. */
export const draftOf = ({ handle, rows }: Group, currency: string): Drafted => {
  const finder = faultFinder();
  const [first, ...others] = rows;
  for (const row of rows) if (!row.isWhole) finder.fault(row, 'Handle', 'the row has not as many cells as the header');
  for (const row of others) sayNothingElse(finder, first, row);
  const notes: Note[] = [];
  const variants = variantsOf(finder, rows, { handle, currency, names: optionNames(finder, first) }, notes);
  const draft: ProductDraft = {
    line: first.line,
    slug: slugOf(finder, first, handle),
    ...productCells(finder, first),
    variants,
    pictures: withOwn(picturesOf(finder, rows), variants),
    notes,
  };
  return finder.faults.length ? { ok: false, faults: finder.faults } : { ok: true, draft };
};

const slugOf = ({ fault }: FaultFinder, first: Row, handle: string): string => {
  if (!isSlug(handle)) fault(first, 'Handle', 'may have letters, digits and hyphens alone, at most 120');
  return handle;
};

const productCells = ({ read, fault }: FaultFinder, row: Row) => {
  if (read(row, 'Gift Card', defaultTo(false, truth), false)) fault(row, 'Gift Card', 'gift cards are not sold by this shop');
  const published = read(row, 'Published', defaultTo(true, truth), true);
  const status = read(row, 'Status', defaultTo(published ? 'active' : 'draft', oneOf('active', 'draft', 'archived')), 'draft');
  return {
    title: read(row, 'Title', line(200), ''),
    descriptionHtml: read(row, 'Body (HTML)', text(50_000), ''),
    brand: read(row, 'Vendor', optional(line(100)), null),
    tags: read(row, 'Tags', list(50, line(50)), []),
    status: ({ active: 'ACTIVE', draft: 'DRAFT', archived: 'ARCHIVED' } as const)[
      published ? status : status === 'active' ? 'draft' : status
    ],
    categories: read(row, 'Categories', optional(paths), null) ?? read(row, 'Type', optional(paths), null) ?? [],
  };
};

const MAX_PATHS = 20;

/** `Kitchen > Pots; New`: two paths, each name one that a category may have. A type alone is a category below the root. */
const paths: Parse<readonly (readonly string[])[]> = (given) => {
  const found = given
    .split(';')
    .map((path) =>
      path
        .split(' > ')
        .map((name) => name.trim())
        .filter(Boolean),
    )
    .filter((path) => path.length > 0);
  if (found.length > MAX_PATHS) return { reason: `has ${found.length} categories, at most ${MAX_PATHS} are allowed` };
  for (const name of found.flat()) {
    const parsed = line(100)(name);
    if ('reason' in parsed) return parsed;
  }
  return { value: found };
};

const picturesOf = ({ read }: FaultFinder, rows: readonly Row[]): PictureDraft[] =>
  rows
    .flatMap((row) => {
      const url = read(row, 'Image Src', optional(address), null);
      const position = read(row, 'Image Position', optional(whole(1, 10_000)), null);
      const alt = read(row, 'Image Alt Text', optional(line(512)), null);
      return url === null ? [] : [{ position: position ?? row.line, picture: { line: row.line, column: 'Image Src' as const, url, alt } }];
    })
    .sort((a, b) => a.position - b.position)
    .map(({ picture }) => picture);

/** Behind the product's pictures those of its variants that are none of them, each once. */
const withOwn = (pictures: readonly PictureDraft[], variants: readonly VariantDraft[]): PictureDraft[] => {
  const known = new Set(pictures.map(({ url }) => url));
  const own = variants.flatMap(({ line: at, image }): PictureDraft[] => {
    if (image === null || known.has(image)) return [];
    known.add(image);
    return [{ line: at, column: 'Variant Image', url: image, alt: null }];
  });
  return [...pictures, ...own];
};

/** What is said of the product on its first row may be repeated on the others, but not contradicted. */
const sayNothingElse = ({ fault }: FaultFinder, first: Row, row: Row): void => {
  for (const column of OF_PRODUCT) {
    const said = cell(row, column);
    if (said !== '' && said !== cell(first, column)) fault(row, column, `is not what line ${first.line} says of the same product`);
  }
  const hasMore = ['Image Src', 'Variant SKU', 'Variant Price', ...OPTIONS.map((number) => `Option${number} Value`)];
  if (hasMore.every((column) => cell(row, column) === '')) fault(row, 'Handle', 'the row has neither a variant nor a picture');
};
