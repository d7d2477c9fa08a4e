import type { Money } from '../../../kernel/money.ts';
import { cutText } from '../catalogue/slug.ts';
import { LIMITS } from '../limits.ts';
import { address, cutLine, defaultTo, lenient, list, oneOf, optional, text, truth, whole } from './cells.ts';
import { OF_PRODUCT, OPTIONS } from './columns.ts';
import { splitList, unescaped } from './csvGuard.ts';
import type { Group } from './group.ts';
import {
  cell,
  type Fault,
  type FaultFinder,
  faultFinder,
  type Header,
  isOurs,
  type Note,
  type Parse,
  type Row,
} from './row.ts';
import { optionNames, variantsOf } from './variants.ts';

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
export type PictureDraft = Readonly<{
  line: number;
  column: 'Image Src' | 'Variant Image';
  url: string;
  alt: string | null;
}>;

/** A product as the file has it, checked cell by cell. `categories` are paths of names from the root. */
export type ProductDraft = Readonly<{
  line: number;
  header?: Header;
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

export type Drafted =
  | Readonly<{ ok: true; draft: ProductDraft }>
  | Readonly<{ ok: false; faults: readonly Fault[] }>;

/** The rows of a product as a product; or everything that is wrong with them. */
export const draftOf = ({ handle, rows, notes: handleNotes = [] }: Group, currency: string): Drafted => {
  const notes: Note[] = [];
  const finder = faultFinder(notes);
  const [first, ...others] = rows;
  for (const text of handleNotes) finder.note(first, 'Handle', text);
  for (const row of rows)
    if (!row.isWhole)
      finder.note(row, 'Handle', 'is of a row with more cells than the header: they are left out');
  for (const row of others) sayNothingElse(finder, first, row);
  const variants = variantsOf(finder, rows, { handle, currency, names: optionNames(finder, rows) });
  const draft: ProductDraft = {
    line: first.line,
    ...(first.header ? { header: first.header } : {}),
    slug: handle,
    ...productCells(finder, first, handle),
    variants,
    pictures: withOwn(picturesOf(finder, rows), variants),
    notes,
  };
  return finder.faults.length ? { ok: false, faults: finder.faults } : { ok: true, draft };
};

const productCells = ({ read, note }: FaultFinder, row: Row, handle: string) => {
  const isGiftCard = read(row, 'Gift Card', defaultTo(false, lenient(false, truth)), false);
  if (isGiftCard)
    note(row, 'Gift Card', 'is true: gift cards are not sold by this shop, so that the product is a draft');
  const published = read(row, 'Published', defaultTo(true, lenient(false, truth)), true);
  const status = read(row, 'Status', defaultTo(published ? 'active' : 'draft', statusCell), 'draft');
  const ours = isOurs(row);
  return {
    title: read(row, 'Title', titleOr(handle), ''),
    descriptionHtml: read(row, 'Body (HTML)', text(LIMITS.descriptionHtml), ''),
    brand: read(row, 'Vendor', optional(cutLine(LIMITS.brand)), null),
    tags: read(
      row,
      'Tags',
      list(LIMITS.tags, LIMITS.tag, (tags) => splitList(tags, ',', ours).map(ours ? unescaped : String)),
      [],
    ),
    status: ({ active: 'ACTIVE', draft: 'DRAFT', archived: 'ARCHIVED' } as const)[
      (published && !isGiftCard) || status === 'archived' ? status : 'draft'
    ],
    categories:
      read(row, 'Categories', optional(paths(ours)), null) ??
      read(row, 'Type', optional(typePath), null) ??
      [],
  };
};

/** `unlisted` is sold by its link alone, which this shop does not have: a draft is shown to nobody. */
const statusCell: Parse<'active' | 'draft' | 'archived'> = (given) => {
  const parsed = oneOf('active', 'draft', 'archived')(given);
  if ('value' in parsed) return parsed;
  return {
    value: 'draft',
    note: `“${given.slice(0, 40)}” is taken as draft: a product is active, draft or archived`,
  };
};

const titleOr =
  (handle: string): Parse<string> =>
  (given) =>
    given === '' ? { value: handle, note: 'is empty, and made of the handle' } : cutLine(LIMITS.title)(given);

/** Shopify's product type: one category below the root. */
const typePath: Parse<readonly (readonly string[])[]> = (given) => {
  const parsed = cutLine(LIMITS.categoryName)(given);
  return 'value' in parsed ? { ...parsed, value: [[parsed.value]] } : parsed;
};

/** `Kitchen > Pots; New`: two paths, each name one that a category may have. */
const paths =
  (ours: boolean): Parse<readonly (readonly string[])[]> =>
  (given) => {
    const found = splitList(given, ';', ours)
      .map((path) => splitList(path, ' > ', ours).map((name) => (ours ? unescaped(name) : name).trim()))
      .map((path) =>
        path.filter(Boolean).map((name) => cutText(name.replace(/\p{Cc}+/gu, ' '), LIMITS.categoryName)),
      )
      .filter((path) => path.length > 0);
    if (found.length <= LIMITS.categories) return { value: found };
    return {
      value: found.slice(0, LIMITS.categories),
      note: `has ${found.length} categories: the first ${LIMITS.categories} are kept`,
    };
  };

const picturesOf = ({ read }: FaultFinder, rows: readonly Row[]): PictureDraft[] =>
  rows
    .flatMap((row) => {
      const url = read(row, 'Image Src', optional(lenient(null, address)), null);
      const position = read(row, 'Image Position', optional(lenient(null, whole(1, 10_000))), null);
      const alt = read(row, 'Image Alt Text', optional(cutLine(LIMITS.imageAlt)), null);
      return url === null
        ? []
        : [
            {
              position: position ?? row.line,
              picture: { line: row.line, column: 'Image Src' as const, url, alt },
            },
          ];
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

/** What is said of the product on its first row may be repeated on the others; where they contradict it, the first row counts. */
const sayNothingElse = ({ note }: FaultFinder, first: Row, row: Row): void => {
  for (const column of OF_PRODUCT) {
    const said = cell(row, column);
    if (said !== '' && said !== cell(first, column))
      note(row, column, `is not what line ${first.line} says of the same product, which counts`);
  }
  const hasMore = [
    'Image Src',
    'Variant Image',
    'Variant SKU',
    'Variant Price',
    ...OPTIONS.map((number) => `Option${number} Value`),
  ];
  if (hasMore.every((column) => cell(row, column) === ''))
    note(row, 'Handle', 'is of a row with neither a variant nor a picture: it is left out');
};
