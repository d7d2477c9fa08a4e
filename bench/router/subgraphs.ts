import { createServer } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, execute, parse } from 'graphql';
import { products, reviews, users } from './data.ts';
import { PORTS, type SubgraphName, typeDefs } from './schemas.ts';

type Product = { upc: string; price: number; weight: number };

const user = ({ id }: { id: string }) => users.find((one) => one.id === id);
const product = ({ upc }: { upc: string }) => products.find((one) => one.upc === upc);
const shippingEstimate = ({ price, weight }: Product) => (price > 1000 ? 0 : Math.round(weight * 0.5));

const resolvers: Readonly<Record<SubgraphName, object>> = {
  accounts: {
    Query: { me: () => users[0], user: (_: unknown, ref: { id: string }) => user(ref), users: () => users },
    User: { __resolveReference: user },
  },
  inventory: {
    Product: { __resolveReference: (ref: Product) => ({ ...product(ref), ...ref }), shippingEstimate },
  },
  products: {
    Query: { topProducts: (_: unknown, { first }: { first: number }) => products.slice(0, first) },
    Product: { __resolveReference: product },
  },
  reviews: {
    Review: {
      __resolveReference: ({ id }: { id: string }) => reviews.find((one) => one.id === id),
      author: ({ author }: { author: string }) => ({ __typename: 'User', id: author }),
      product: ({ upc }: { upc: string }) => ({ __typename: 'Product', upc }),
    },
    User: {
      reviews: ({ id }: { id: string }) => reviews.filter(({ author }) => author === id),
      numberOfReviews: ({ id }: { id: string }) => reviews.filter(({ author }) => author === id).length,
    },
    Product: { reviews: ({ upc }: { upc: string }) => reviews.filter((one) => one.upc === upc) },
  },
};

/** A subgraph that costs as little as it can: its documents are parsed once. */
const serve = (name: SubgraphName): void => {
  const schema = buildSubgraphSchema({
    typeDefs: parse(typeDefs[name]),
    resolvers: resolvers[name] as Record<string, never>,
  });
  const documents = new Map<string, DocumentNode>();
  const answer = async (body: string): Promise<string> => {
    const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
    const document = documents.get(query) ?? parse(query);
    documents.set(query, document);
    return JSON.stringify(await execute({ schema, document, variableValues: variables }));
  };
  const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const text = await answer(Buffer.concat(chunks).toString());
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
      response
        .writeHead(
          200,
          isPublic(request.url, text) ? { ...headers, 'cache-control': 'max-age=300, public' } : headers,
        )
        .end(text);
    });
  });
  server.listen(PORTS[name], '127.0.0.1');
};

/** By the address that it is asked at: nothing is public, or entities alone, or everything. */
const isPublic = (path: string | undefined, text: string): boolean =>
  path === '/public' || (path === '/entities' && text.includes('"_entities"'));

for (const name of Object.keys(PORTS) as SubgraphName[]) serve(name);
process.send?.('ready');
