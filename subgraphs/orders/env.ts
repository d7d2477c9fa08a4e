import { z } from 'zod';
import { httpUrl, secret, serviceEnv } from '../../kernel/env.ts';

export const ordersEnv = serviceEnv.extend({
  ORDERS_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  CARTS_URL: httpUrl,
  PRODUCTS_URL: httpUrl,
  PAYMENTS_URL: httpUrl,
  USERS_URL: httpUrl,
  LINK_SECRET: secret,
  SHOP_URL: httpUrl.optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().default('Plexus <shop@example.com>'),
  /** How long stock is held for an order that is not paid. */
  CHECKOUT_HOLD_SECONDS: z.coerce.number().int().min(5).max(86_400).default(900),
});
export type OrdersEnv = z.infer<typeof ordersEnv>;
