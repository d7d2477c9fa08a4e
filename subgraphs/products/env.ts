import { z } from 'zod';
import { httpUrl, serviceEnv } from '../../kernel/env.ts';
import { filesEnv } from '../../kernel/files.ts';

export const productsEnv = serviceEnv.extend({
  ...filesEnv.shape,
  MONGODB_URL: z.url({ protocol: /^mongodb(\+srv)?$/ }),
  ORDERS_URL: httpUrl,
  USERS_URL: httpUrl,
  CACHE_REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
});
export type ProductsEnv = z.infer<typeof productsEnv>;
