import { z } from 'zod';
import { httpUrl, processEnv } from '../kernel/env.ts';

const PORT = 4010;

/** What the sandbox reads. It is no part of production: there it does not start. */
export const sandboxEnv = processEnv.extend({
  NODE_ENV: z
    .enum(
      ['development', 'test'],
      'the Stripe sandbox never runs in production; set STRIPE_SECRET_KEY and talk to Stripe',
    )
    .default('development'),
  PORT: processEnv.shape.PORT.default(PORT),
  STRIPE_SANDBOX_WEBHOOK_URL: httpUrl.optional(),
  STRIPE_SANDBOX_PUBLIC_URL: httpUrl.optional(),
  STRIPE_WEBHOOK_SECRET: z.string().min(8, 'must have at least 8 characters').optional(),
});
