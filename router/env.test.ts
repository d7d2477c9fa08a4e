import { expect, test } from 'vitest';
import { secretsOf } from '../scripts/secrets/containers.ts';
import { makeSecrets } from '../scripts/start/secrets.ts';
import { routerEnv } from './env.ts';

const passwords = { postgres: 'p'.repeat(32), mongodb: 'm'.repeat(32), valkey: 'v'.repeat(32) };

test.each([
  ['development', {}, true],
  ['production', {}, false],
  ['production', { LANDING_PAGE: 'on', INTROSPECTION: 'on' }, true],
] as const)('in %s with %o the pages and introspection are on: %s', async (mode, asked, isOn) => {
  const secrets = await secretsOf('router', {
    secrets: await makeSecrets('production'),
    passwords,
    hasStripeAccount: true,
  });
  const env = routerEnv.parse({ ...secrets, PUBLIC_URL: 'https://shop.example', NODE_ENV: mode, ...asked });
  expect([env.LANDING_PAGE, env.INTROSPECTION]).toEqual([isOn, isOn]);
});
