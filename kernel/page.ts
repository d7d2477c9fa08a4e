import { z } from 'zod';
import { badInput } from './errors.ts';

/** A page of a Relay connection, asked for forwards. `after` is the decoded cursor of the last row already seen. */
export type PageRequest<Key> = Readonly<{ first: number; after: Key | null }>;
export type Page<Row> = Readonly<{ rows: readonly Row[]; hasNextPage: boolean; totalCount: number }>;

const MAX_PAGE = 100;

/** `first`, if it is 1 to 100; otherwise `BAD_USER_INPUT`. */
export const readFirst = (first: number | null | undefined, fallback = 20): number => {
  const wanted = first ?? fallback;
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > MAX_PAGE)
    throw badInput(`first must be 1 to ${MAX_PAGE}.`);
  return wanted;
};

/** An opaque cursor. The list's name is in it, so that a cursor of another list or order is refused. */
export const encodeCursor = (list: string, key: unknown): string =>
  Buffer.from(JSON.stringify([list, key])).toString('base64url');

/** The key in a cursor of this list, checked by its schema; `BAD_USER_INPUT` for any other text. */
export const decodeCursor = <Key>(list: string, schema: z.ZodType<Key>, cursor: string): Key => {
  const parsed = z
    .tuple([z.literal(list), schema])
    .safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success) throw badInput('This cursor does not belong to this list.');
  return parsed.data[1];
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Reads `first` and `after` of a list. */
export const readPage = <Key>(
  list: string,
  schema: z.ZodType<Key>,
  args: { first?: number | null | undefined; after?: string | null | undefined },
): PageRequest<Key> => ({
  first: readFirst(args.first),
  after: args.after == null ? null : decodeCursor(list, schema, args.after),
});

/** A page cut from rows of which one more than `first` was read, so that the last tells whether there are more. */
export const cutPage = <Row>(rows: readonly Row[], first: number, totalCount: number): Page<Row> => ({
  rows: rows.slice(0, first),
  hasNextPage: rows.length > first,
  totalCount,
});

/** A page as a Relay connection. */
export const connection = <Row>(page: Page<Row>, cursorOf: (row: Row) => string, hasPreviousPage = false) => {
  const edges = page.rows.map((node) => ({ node, cursor: cursorOf(node) }));
  return {
    edges,
    nodes: [...page.rows],
    totalCount: page.totalCount,
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
};
