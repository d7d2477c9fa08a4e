import type { ProductFilter, ProductSort } from '../../../generated/products/types.ts';
import type { CategoryId } from '../../../kernel/ids.ts';
import { connection, cutPage, encodeCursor, readPage } from '../../../kernel/page.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { type Facet, facetsOf } from './facets.ts';
import { orderOf, placeSchema } from './order.ts';
import type { Found } from './ports.ts';
import { readWanted } from './wanted.ts';

type Args = Readonly<{
  query?: string | null | undefined;
  filter?: ProductFilter | null | undefined;
  sort?: ProductSort | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;

/** A page of products; what is counted of all that fit is worked out only where it is asked for. */
export const productsSearch =
  ({ search, categories }: Pick<Ports, 'search' | 'categories'>) =>
  async (viewer: Viewer, args: Args, within: CategoryId | null = null) => {
    const tree = await categories.tree();
    const wanted = readWanted(viewer, args, tree, within);
    const order = orderOf(args.sort ?? 'RELEVANCE', wanted.terms !== null);
    const { first, after } = readPage(order.name, placeSchema(order), args);
    const found = await search.find(wanted, order, after, first + 1);
    const { edges, pageInfo } = connection(cutPage(found, first, 0), ({ place }: Found) => encodeCursor(order.name, place), after !== null);
    return {
      edges: edges.map(({ cursor, node }) => ({ cursor, node: node.product })),
      nodes: edges.map(({ node }) => node.product),
      pageInfo,
      totalCount: (): Promise<number> => search.count(wanted),
      facets: async (): Promise<Facet[]> => facetsOf(await search.rows(wanted), wanted, tree),
    };
  };

export type ProductPage = Awaited<ReturnType<ReturnType<typeof productsSearch>>>;
