import { z } from 'zod';
import { httpUrl, jobsEnv } from '../../kernel/env.ts';

/** Longer than anybody sends the same again: the provider tries for three days. */
const keptDays = z.coerce.number().int().min(7).max(3_650).default(90);

const list = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .pipe(z.array(z.string().min(16, 'must have at least 16 characters')).min(1));

export const paymentsEnv = jobsEnv.extend({
  PAYMENTS_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  ORDERS_URL: httpUrl,
  SHOP_URL: httpUrl.optional(),
  PAYMENTS_EVENTS_KEPT_DAYS: keptDays,
  PAYMENTS_KEYS_KEPT_DAYS: keptDays,
  STRIPE_SECRET_KEY: z
    .string()
    .regex(
      /^(?:sk|rk)_(?:org_)?(?:test|live)_[\w-]+$/,
      'must be a secret or restricted key of Stripe, which names its mode: sk_test_…, sk_live_…, rk_test_…, rk_live_…, sk_org_live_… or sk_org_test_…',
    ),
  /** Several while one takes the place of another. */
  STRIPE_WEBHOOK_SECRET: list,
  STRIPE_API_URL: httpUrl.optional(),
  /** How long a request that asks a bank may take. The others take no longer than 3.5 s of it. */
  STRIPE_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(60_000),
  /** The most requests that a process sends to the provider in a second. */
  STRIPE_REQUESTS_PER_SECOND: z.coerce.number().min(1).max(1_000).default(20),
});
export type PaymentsEnv = z.infer<typeof paymentsEnv>;
