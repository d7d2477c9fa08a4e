import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { JWK } from 'jose';
import { type Peer, peer } from '../../kernel/peer.ts';
import { tokenSigner } from '../../kernel/tokens.ts';
import { Problem } from '../processes/problem.ts';
import type { Environment } from '../processes/program.ts';
import { portOf } from '../start/processes.ts';
import { readSettings } from '../start/settings.ts';

/** The orders service: where the environment says, or that of the shop which runs from DATA_DIR. */
export const ordersService = (env: Environment): Peer => {
  const key = env.SERVICE_PRIVATE_KEY
    ? readKey(env.SERVICE_PRIVATE_KEY)
    : keyOfShop(resolve(env.DATA_DIR || '.data'));
  const url =
    env.ORDERS_URL ||
    `http://127.0.0.1:${portOf('orders', readSettings({ ...env, STRIPE_SECRET_KEY: '' }).port)}/graphql`;
  return peer('orders', url, tokenSigner(key));
};

const readKey = (text: string): JWK => {
  try {
    return JSON.parse(text) as JWK;
  } catch {
    throw new Problem('SERVICE_PRIVATE_KEY is no JWK: give the private key of one of the services.');
  }
};

const keyOfShop = (dir: string): JWK => {
  const path = join(dir, 'secrets.json');
  if (!existsSync(path))
    throw new Problem(
      `No shop has run from ${dir}: set DATA_DIR, or ORDERS_URL and SERVICE_PRIVATE_KEY of one of the services.`,
    );
  const { SERVICE_PRIVATE_KEYS: keys } = JSON.parse(readFileSync(path, 'utf8')) as {
    SERVICE_PRIVATE_KEYS?: { orders?: JWK };
  };
  if (!keys?.orders)
    throw new Problem(`${path} has no key of the orders service: start the shop once, which makes it.`);
  return keys.orders;
};
