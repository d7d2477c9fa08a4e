import { typeDefs } from '../../generated/carts/schema.ts';
import type { Running } from '../../kernel/lifecycle.ts';
import type { Log } from '../../kernel/log.ts';
import { peer } from '../../kernel/peer.ts';
import { connectRedis } from '../../kernel/redis.ts';
import { startServer } from '../../kernel/server.ts';
import { tokenSigner } from '../../kernel/tokens.ts';
import { ordersPromotions } from './cart/client.orders.ts';
import { productsCatalogue } from './cart/client.products.ts';
import { redisCarts } from './cart/store.redis.ts';
import type { CartsEnv } from './env.ts';
import { loaders } from './loaders.ts';
import { redisPersonalCarts } from './privacy/store.redis.ts';
import { resolvers } from './resolvers.ts';

export const start = async (env: CartsEnv, log: Log): Promise<Running> => {
  const tokens = tokenSigner(env.SERVICE_PRIVATE_KEY);
  const products = peer('products', env.PRODUCTS_URL, tokens);
  const orders = peer('orders', env.ORDERS_URL, tokens);
  const { redis, resource } = connectRedis(env.CARTS_REDIS_URL, log);
  const ports = {
    carts: redisCarts(redis, env.SHOP_CURRENCY),
    personalCarts: redisPersonalCarts(redis),
    catalogue: productsCatalogue(products),
    promotions: ordersPromotions(orders),
  };
  return startServer(
    {
      name: 'carts',
      env,
      typeDefs,
      resolvers: resolvers(ports),
      loaders: loaders(ports),
      resources: [products, orders, resource],
    },
    log,
  );
};
