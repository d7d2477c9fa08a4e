import { z } from 'zod';
import { currencyCode, httpUrl, jobsEnv, secret } from '../../kernel/env.ts';
import { filesEnv } from '../../kernel/files.ts';

const TIME_ZONES = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);

export const ordersEnv = jobsEnv.extend({
  ...filesEnv.shape,
  ORDERS_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  CARTS_URL: httpUrl,
  PRODUCTS_URL: httpUrl,
  PAYMENTS_URL: httpUrl,
  USERS_URL: httpUrl,
  LINK_SECRET: secret,
  SHOP_URL: httpUrl.optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().default('Plexus <shop@example.com>'),
  SHOP_CURRENCY: currencyCode.default('EUR'),
  /** The time zone of reports and invoices. */
  SHOP_TIME_ZONE: z
    .string()
    .refine((zone) => TIME_ZONES.has(zone), 'must be an IANA time zone, such as Europe/Berlin')
    .default('UTC'),
  /** The seller, as shown on invoices. Lines of the address are separated by |. */
  SHOP_NAME: z.string().default('Plexus'),
  SHOP_ADDRESS: z.string().default(''),
  SHOP_VAT_ID: z.string().optional(),
  /** How long stock is reserved for an unpaid order. */
  CHECKOUT_HOLD_SECONDS: z.coerce.number().int().min(5).max(86_400).default(900),
});
export type OrdersEnv = z.infer<typeof ordersEnv>;
