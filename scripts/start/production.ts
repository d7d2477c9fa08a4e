import { STORES } from '../datastores/urls.ts';
import { Problem } from '../processes/problem.ts';
import type { Environment } from '../processes/program.ts';

const GIVEN = [
  ...Object.values(STORES).flat(),
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'PUBLIC_URL',
  'TOKEN_KEY_SECRET',
  'LINK_SECRET',
];

/** Nothing is made up in production: no embedded datastore, no sandbox, no secret. */
export const refuseDefaults = (env: Environment): void => {
  const missing = GIVEN.filter((name) => !env[name]);
  if (missing.length > 0)
    throw new Problem(
      `NODE_ENV is production, where nothing is made up: set ${missing.join(', ')}, as .env.example explains, or leave NODE_ENV out to try Plexus.`,
    );
};
