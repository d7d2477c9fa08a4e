import { typeDefs } from '../../generated/products/schema.ts';
import { fileStore } from '../../kernel/fileStore.ts';
import { fileRoutes } from '../../kernel/files.http.ts';
import type { Resource, Running } from '../../kernel/lifecycle.ts';
import type { Log } from '../../kernel/log.ts';
import { peer } from '../../kernel/peer.ts';
import { connectRedis } from '../../kernel/redis.ts';
import { startServer } from '../../kernel/server.ts';
import { tokenSigner } from '../../kernel/tokens.ts';
import { keepPlaceholder } from './catalogue/placeholder.sharp.ts';
import { storedPictures } from './catalogue/store.pictures.ts';
import type { ProductsEnv } from './env.ts';
import type { Publish } from './invalidation/store.mongo.ts';
import { redisPublish, toNobody } from './invalidation/store.redis.ts';
import { every } from './jobs.ts';
import { loaders } from './loaders.ts';
import { httpPeople, httpPurchases } from './peers.http.ts';
import { resolvers } from './resolvers.ts';
import { connectMongo } from './store.connect.ts';
import { mongoPorts } from './store.ports.ts';
import { useCases } from './useCases.ts';

const SWEEP_MS = 2_000;

export const start = async (env: ProductsEnv, log: Log): Promise<Running> => {
  const { db, resource: mongodb } = await connectMongo(env.MONGODB_URL);
  const tokens = tokenSigner(env.SERVICE_PRIVATE_KEY);
  const [orders, users] = [peer('orders', env.ORDERS_URL, tokens), peer('users', env.USERS_URL, tokens)];
  const files = fileStore(env, 'products');
  await keepPlaceholder(files);
  const { publish, resources: cache } = caches(env, log);
  const others = {
    pictures: storedPictures(files, env.PUBLIC_URL),
    publish,
    purchases: httpPurchases(orders),
    people: httpPeople(users),
  };
  const { ports, resource: ledger } = mongoPorts(db, log, others);
  const use = useCases(ports);
  await ports.search.rows();
  const jobs = [
    every(SWEEP_MS, 'sweep', use.sweep, log),
    every(SWEEP_MS, 'news', () => ports.news.tellLeft(ports.now()), log),
  ];
  const resources = [...jobs, ledger, orders, users, files, ...cache, mongodb];
  const own = {
    env,
    typeDefs,
    resolvers: resolvers(use),
    loaders: loaders(ports),
    resources,
    routes: fileRoutes(files),
  };
  return startServer({ name: 'products', ...own }, log);
};

/** Whether there is a cache to tell, the catalogue works all the same: it is no reason not to be ready. */
const caches = (env: ProductsEnv, log: Log): { publish: Publish; resources: Resource[] } => {
  if (env.CACHE_REDIS_URL === undefined) return { publish: toNobody, resources: [] };
  const { redis, resource } = connectRedis(env.CACHE_REDIS_URL, log);
  return { publish: redisPublish(redis), resources: [{ ...resource, ready: async () => undefined }] };
};
