import { typeDefs } from '../../generated/carts/schema.ts';
import type { Running } from '../../kernel/lifecycle.ts';
import type { Log } from '../../kernel/log.ts';
import { peer } from '../../kernel/peer.ts';
import { connectRedis } from '../../kernel/redis.ts';
import { startServer } from '../../kernel/server.ts';
import { tokenSigner } from '../../kernel/tokens.ts';
import type { CartsEnv } from './env.ts';
import { loaders } from './loaders.ts';
import { httpCatalogue, httpPromotions } from './peers.http.ts';
import { redisPersonal } from './personal/store.redis.ts';
import type { Ports } from './ports.ts';
import { resolvers } from './resolvers.ts';
import { redisCarts } from './store.redis.ts';
import { useCases } from './useCases.ts';

export const start = async (env: CartsEnv, log: Log): Promise<Running> => {
  const tokens = tokenSigner(env.SERVICE_PRIVATE_KEY);
  const [products, orders] = [
    peer('products', env.PRODUCTS_URL, tokens),
    peer('orders', env.ORDERS_URL, tokens),
  ];
  const { redis, resource } = connectRedis(env.CARTS_REDIS_URL, log);
  const ports: Ports = {
    carts: redisCarts(redis, env.SHOP_CURRENCY),
    personal: redisPersonal(redis),
    catalogue: httpCatalogue(products),
    promotions: httpPromotions(orders),
  };
  return startServer(
    {
      name: 'carts',
      env,
      typeDefs,
      resolvers: resolvers(useCases(ports)),
      loaders: loaders(ports),
      resources: [products, orders, resource],
    },
    log,
  );
};
