import { z } from 'zod';
import { httpUrl, secret, serviceEnv } from '../../kernel/env.ts';

export const usersEnv = serviceEnv
  .extend({
    USERS_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    CACHE_REDIS_URL: z.url({ protocol: /^rediss?$/ }),
    TOKEN_KEY_SECRET: secret,
    SHOP_URL: httpUrl.optional(),
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    MAIL_FROM: z.string().default('Plexus <shop@plexus.example>'),
  })
  .transform((env) => ({ ...env, SHOP_URL: env.SHOP_URL ?? env.PUBLIC_URL }));

export type UsersEnv = z.infer<typeof usersEnv>;
