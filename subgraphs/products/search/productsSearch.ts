import type { ProductFilter, ProductSort } from '../../../generated/products/types.ts';
import type { CategoryId, ProductId } from '../../../kernel/ids.ts';
import { connection, cutPage, encodeCursor, readPage } from '../../../kernel/page.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import type { Product } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';
import { facetsOf } from './facets.ts';
import { parseCriteria, type SearchCriteria } from './searchCriteria.ts';
import { fitsQuery, matches, type Row } from './searchRow.ts';
import { firstOf, orderOf, type Placed, placeSchema } from './sorting.ts';
import { fold } from './words.ts';

type Args = Readonly<{
  query?: string | null | undefined;
  filter?: ProductFilter | null | undefined;
  sort?: ProductSort | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;
type Needs = Pick<Ports, 'search' | 'categories' | 'products'>;

/** A page of products; facets are worked out only where they are asked for, of the same moment as the page. */
export const productsSearch =
  (ports: Needs) =>
  async (viewer: Viewer, args: Args, within: CategoryId | null = null) => {
    const tree = await ports.categories.tree();
    const criteria = parseCriteria(viewer, args, tree, within);
    const order = orderOf(args.sort ?? 'RELEVANCE', criteria.terms !== null);
    const { first, after } = readPage(order.name, placeSchema(order), args);
    const found = criteria.terms && (await ports.search.scores(criteria.terms));
    const every = await ports.search.rows();
    const scores = found && titleFirst(found, every, args.query ?? '');
    const rows = every.filter((row) => fitsQuery(row, criteria, scores));
    const fitting = rows.filter((row) => matches(row, criteria));
    const page = cutPage(firstOf(fitting, order, scores, after, first + 1), first, fitting.length);
    const { edges, pageInfo } = connection(
      page,
      ({ place }) => encodeCursor(order.name, place),
      after !== null,
    );
    const shown = await productsOf(ports, criteria, page.rows);
    return {
      edges: edges.flatMap(({ cursor, node: { row } }) =>
        shown.filter(({ id }) => id === row.id).map((node) => ({ cursor, node })),
      ),
      nodes: shown,
      pageInfo,
      totalCount: page.totalCount,
      facets: () => facetsOf(rows, criteria, tree),
    };
  };

/** More than any words of a product can count. */
const EXACT = 1_000_000;

/** A product whose title is what was looked for comes before all others. */
const titleFirst = (
  scores: ReadonlyMap<ProductId, number>,
  rows: readonly Row[],
  query: string,
): ReadonlyMap<ProductId, number> => {
  const title = fold(query.trim());
  const exact = rows.filter((row) => row.title === title && scores.has(row.id));
  return exact.length === 0
    ? scores
    : new Map([...scores, ...exact.map(({ id }) => [id, EXACT + (scores.get(id) ?? 0)] as const)]);
};

/** What has been taken off sale since its row was read is not shown. */
const productsOf = async (
  { products }: Needs,
  { statuses }: SearchCriteria,
  page: readonly Placed[],
): Promise<Product[]> => {
  const found = await products.find(page.map(({ row }) => row.id));
  return found.filter((product) => product !== null).filter(({ status }) => statuses.includes(status));
};

export type ProductPage = Awaited<ReturnType<ReturnType<typeof productsSearch>>>;
