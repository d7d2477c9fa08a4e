import { z } from 'zod';
import { httpUrl, jobsEnv, secret } from '../../kernel/env.ts';
import { filesEnv } from '../../kernel/files.ts';
import type { LimitSizes } from './accounts/limits.ts';

const MINUTES_15 = 900;
const HOUR = 3_600;
const DAY = 24 * HOUR;
/** How much higher limits are outside production, where all tests share one IP address. */
const ROOM_OUTSIDE_PRODUCTION = 100;
const points = z.coerce.number().int().min(1);

export const usersEnv = jobsEnv
  .extend({
    ...filesEnv.shape,
    USERS_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    CACHE_REDIS_URL: z.url({ protocol: /^rediss?$/ }),
    TOKEN_KEY_SECRET: secret,
    LINK_SECRET: secret,
    PRODUCTS_URL: httpUrl,
    CARTS_URL: httpUrl,
    ORDERS_URL: httpUrl,
    PAYMENTS_URL: httpUrl,
    SHOP_URL: httpUrl.optional(),
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    MAIL_FROM: z.string().default('Plexus <shop@example.com>'),
    LIMIT_SIGN_IN_PER_ACCOUNT: points.default(10),
    LIMIT_SIGN_IN_PER_ADDRESS: points.optional(),
    LIMIT_SIGN_IN_PER_NETWORK: points.optional(),
    LIMIT_SIGN_UP_PER_ADDRESS: points.optional(),
    LIMIT_MAIL_PER_ADDRESS: points.optional(),
    LIMIT_EXPORT_PER_ACCOUNT: points.optional(),
  })
  .transform((env) => ({ ...env, SHOP_URL: env.SHOP_URL ?? env.PUBLIC_URL, limits: limitsOf(env) }));

type Configured = Readonly<{
  NODE_ENV: string;
  LIMIT_SIGN_IN_PER_ACCOUNT: number;
  LIMIT_EXPORT_PER_ACCOUNT?: number | undefined;
}> &
  Readonly<
    Partial<
      Record<`LIMIT_${'SIGN_IN' | 'SIGN_UP' | 'MAIL'}_PER_${'ADDRESS' | 'NETWORK'}`, number | undefined>
    >
  >;

const limitsOf = (env: Configured): LimitSizes => {
  const room = env.NODE_ENV === 'production' ? 1 : ROOM_OUTSIDE_PRODUCTION;
  const perAccount = { points: env.LIMIT_SIGN_IN_PER_ACCOUNT, seconds: MINUTES_15 };
  return {
    signInPerAccount: perAccount,
    signInPerDevice: perAccount,
    passwordPerSession: perAccount,
    signInPerAddress: { points: env.LIMIT_SIGN_IN_PER_ADDRESS ?? 30 * room, seconds: MINUTES_15 },
    signInPerNetwork: { points: env.LIMIT_SIGN_IN_PER_NETWORK ?? 300 * room, seconds: MINUTES_15 },
    signUpPerAddress: { points: env.LIMIT_SIGN_UP_PER_ADDRESS ?? 20 * room, seconds: HOUR },
    mailPerAddress: { points: env.LIMIT_MAIL_PER_ADDRESS ?? 20 * room, seconds: HOUR },
    exportPerAccount: { points: env.LIMIT_EXPORT_PER_ACCOUNT ?? 10 * room, seconds: DAY },
  };
};

export type UsersEnv = z.infer<typeof usersEnv>;
