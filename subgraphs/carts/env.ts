import { z } from 'zod';
import { currencyCode, httpUrl, serviceEnv } from '../../kernel/env.ts';

export const cartsEnv = serviceEnv.extend({
  CARTS_REDIS_URL: z.url({ protocol: /^rediss?$/ }),
  PRODUCTS_URL: httpUrl,
  ORDERS_URL: httpUrl,
  SHOP_CURRENCY: currencyCode.default('EUR'),
});
export type CartsEnv = z.infer<typeof cartsEnv>;
