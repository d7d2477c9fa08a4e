import { isSlug, readSlug, slugOf } from '../catalogue/slug.ts';
import { OF_PRODUCT } from './columns.ts';
import { cell, type Fault, type Row } from './row.ts';

/** The rows of one product, as they stand together in the file. `notes`: what was put right to know which product it is. */
export type Group = Readonly<{ handle: string; rows: readonly [Row, ...Row[]]; notes?: readonly string[] }>;

const MAX_ROWS = 2_500;
const HANDLE = 'Handle';

/**
 * Groups rows that follow each other by their handle. Rows of a product that come later in the file are a group of their own, with
 * what the product's first row says of it. Rows that cannot belong to a product are reported through `refused`.
 */
export async function* groups(
  rows: AsyncIterable<Row> | Iterable<Row>,
  refused: (fault: Fault) => void,
): AsyncGenerator<Group> {
  const seen = new Map<string, Row>();
  let open: { rows: [Row, ...Row[]]; notes: string[] } | null = null;
  let handle = '';
  for await (const row of rows) {
    const next = handleOf(row);
    if (open && next.handle === handle && next.handle !== '') {
      if (open.rows.length <= MAX_ROWS) open.rows.push(row);
      continue;
    }
    if (open) yield* whole(handle, open, refused);
    handle = next.handle;
    open = null;
    if (handle === '')
      refused({ line: row.line, column: row.header?.names[HANDLE] ?? HANDLE, reason: 'is empty' });
    else open = opened(row, next.note, seen.get(handle));
    if (handle !== '' && !seen.has(handle)) seen.set(handle, ofProduct(row));
  }
  if (open) yield* whole(handle, open, refused);
}

const opened = (
  row: Row,
  note: string | null,
  first: Row | undefined,
): { rows: [Row, ...Row[]]; notes: string[] } => {
  const notes = note === null ? [] : [note];
  if (!first) return { rows: [row], notes };
  const cells = { ...row.cells };
  for (const column of OF_PRODUCT) if (cell(row, column) === '') cells[column] = first.cells[column] ?? '';
  return {
    rows: [{ ...row, cells }],
    notes: [...notes, `the rows of this product do not stand together: others begin at line ${first.line}`],
  };
};

/** What is kept of a product in case more of its rows come. */
const ofProduct = ({ cells, ...row }: Row): Row => ({
  ...row,
  cells: Object.fromEntries(OF_PRODUCT.map((column) => [column, cells[column] ?? ''])),
});

/** A product with more rows than are kept is refused whole. */
function* whole(
  handle: string,
  { rows, notes }: { rows: [Row, ...Row[]]; notes: string[] },
  refused: (fault: Fault) => void,
): Generator<Group> {
  if (rows.length <= MAX_ROWS) yield { handle, rows, notes };
  else
    refused({ line: rows[0].line, column: 'Handle', reason: `a product may have at most ${MAX_ROWS} rows` });
}

/** A handle as a slug: underscores and rows of hyphens are one hyphen, and what no slug may have is left out with a note. */
const handleOf = (row: Row): { handle: string; note: string | null } => {
  const given = cell(row, 'Handle');
  if (given === '') {
    const made = cell(row, 'Title') === '' ? '' : slugOf(cell(row, 'Title'));
    return { handle: made, note: `is empty, and made of the title: “${made}”` };
  }
  const kept = readSlug(given).replace(/[-_]+/g, '-').replace(/^-|-$/g, '');
  if (isSlug(kept)) return { handle: kept, note: null };
  const made = slugOf(given);
  return {
    handle: made,
    note: `“${given.slice(0, 40)}” becomes “${made.slice(0, 40)}”: a slug has letters, digits and hyphens`,
  };
};
