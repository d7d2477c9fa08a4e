import { typeDefs } from '../../generated/products/schema.ts';
import type { Resolvers } from '../../generated/products/types.ts';
import { fileStore } from '../../kernel/fileStore.ts';
import { fileRoutes } from '../../kernel/files.http.ts';
import type { Complete } from '../../kernel/graphql.ts';
import type { Running } from '../../kernel/lifecycle.ts';
import type { Log } from '../../kernel/log.ts';
import { pictureUrl } from '../../kernel/picture.ts';
import { startServer } from '../../kernel/server.ts';
import { categoryResolvers } from './categories/resolvers.ts';
import type { ProductsEnv } from './env.ts';
import { every } from './jobs.ts';
import { loaders } from './loaders.ts';
import { merge } from './merge.ts';
import { productResolvers } from './resolvers.ts';
import { searchResolvers } from './search/resolvers.ts';
import { stockResolvers } from './stock/resolvers.ts';
import { connectMongo } from './store.connect.ts';
import { mongoPorts } from './store.ports.ts';
import { type UseCases, useCases } from './useCases.ts';

const SWEEP_MS = 2_000;

export const start = async (env: ProductsEnv, log: Log): Promise<Running> => {
  const { db, resource: mongodb } = await connectMongo(env.MONGODB_URL);
  const files = fileStore(env, 'products');
  const { ports, resource: drainer } = mongoPorts(db, log, {
    url: (picture, size) => pictureUrl(env.PUBLIC_URL, 'products', picture, size),
  });
  const use = useCases(ports);
  const sweeper = every(SWEEP_MS, 'sweep', use.sweep, log);
  const resources = [sweeper, drainer, files, mongodb];
  return startServer(
    { name: 'products', env, typeDefs, resolvers: resolvers(use), loaders: loaders(ports), resources, routes: fileRoutes(files) },
    log,
  );
};

/** Each root field has its resolver in one of the folders: a forgotten one does not compile. */
const resolvers = (use: UseCases) => {
  const [products, categories, search, stock] = [productResolvers(use), categoryResolvers(use), searchResolvers(use), stockResolvers(use)];
  const roots = {
    Query: { ...products.Query, ...categories.Query, ...search.Query },
    Mutation: { ...products.Mutation, ...categories.Mutation, ...stock.Mutation },
  } satisfies Complete<Resolvers>;
  return merge(products, categories, search, stock, roots);
};
