import { cell, type Fault, type Row } from './row.ts';

/** The rows of one product, as they stand together in the file. */
export type Group = Readonly<{ handle: string; rows: readonly [Row, ...Row[]] }>;

const MAX_ROWS = 2_500;

/** Groups rows that follow each other by their handle. What cannot belong to a product is told through `refused`. */
export async function* groups(rows: AsyncIterable<Row> | Iterable<Row>, refused: (fault: Fault) => void): AsyncGenerator<Group> {
  const seen = new Map<string, number>();
  let open: [Row, ...Row[]] | null = null;
  let handle = '';
  for await (const row of rows) {
    const next = handleOf(row);
    if (open && next === handle) {
      if (open.length <= MAX_ROWS) open.push(row);
      continue;
    }
    if (open) yield* whole(handle, open, refused);
    handle = next;
    const reason = whyNot(handle, seen);
    open = reason === null ? [row] : null;
    if (reason === null) seen.set(handle, row.line);
    else refused({ line: row.line, column: 'Handle', reason });
  }
  if (open) yield* whole(handle, open, refused);
}

/** A product with more rows than are kept is refused whole. */
function* whole(handle: string, rows: [Row, ...Row[]], refused: (fault: Fault) => void): Generator<Group> {
  if (rows.length <= MAX_ROWS) yield { handle, rows };
  else refused({ line: rows[0].line, column: 'Handle', reason: `a product may have at most ${MAX_ROWS} rows` });
}

/** Shopify allows underscores and rows of hyphens in handles; as names in addresses all of these are one hyphen. */
const handleOf = (row: Row): string => cell(row, 'Handle').toLowerCase().replace(/[-_]+/g, '-').replace(/^-|-$/g, '');

const whyNot = (handle: string, seen: ReadonlyMap<string, number>): string | null => {
  if (handle === '') return 'is empty';
  const first = seen.get(handle);
  return first === undefined ? null : `the rows of “${handle}” do not stand together: others begin at line ${first}`;
};
