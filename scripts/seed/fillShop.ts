import { join } from 'node:path';
import { readEnv } from '../../kernel/env.ts';
import { ordersEnv } from '../../subgraphs/orders/env.ts';
import { seed as seedOrders } from '../../subgraphs/orders/seed.ts';
import { productsEnv } from '../../subgraphs/products/env.ts';
import { seed as seedProducts } from '../../subgraphs/products/seed.ts';
import { usersEnv } from '../../subgraphs/users/env.ts';
import { seed as seedUsers } from '../../subgraphs/users/seed.ts';
import type { Urls } from '../datastores/urls.ts';
import type { Environment } from '../processes/program.ts';
import { environmentOf } from '../start/environment.ts';
import { ensureSecrets } from '../start/secrets.ts';
import type { Settings } from '../start/settings.ts';

type Say = (line: string) => void;
/** What a subgraph puts into an empty store: answers how much of it is new. */
type Filled = Readonly<{
  subgraph: 'users' | 'products' | 'orders';
  what: string;
  fill(env: Environment, say: Say): Promise<number>;
}>;

const EVERY = 12;

/** Each subgraph fills its own stores, in its own environment: none knows another. */
const PARTS: readonly Filled[] = [
  { subgraph: 'users', what: 'accounts', fill: (env) => seedUsers(readEnv(usersEnv, env)) },
  {
    subgraph: 'products',
    what: 'products',
    fill: (env, say) =>
      seedProducts(readEnv(productsEnv, env), (done, of) => {
        if (done % EVERY === 0) say(`  ${done} of ${of} products`);
      }),
  },
  {
    subgraph: 'orders',
    what: 'shipping methods, tax rates and promotions',
    fill: (env) => seedOrders(readEnv(ordersEnv, env)),
  },
];

/** Fills what is empty, all at once, for much of it is waiting; answers in one line what is new. */
export const fillShop = async (
  { settings, urls }: Readonly<{ settings: Settings; urls: Urls }>,
  say: Say,
): Promise<string> => {
  const secrets = await ensureSecrets(join(settings.dataDir, 'secrets.json'), 'development');
  const filled = await Promise.all(
    PARTS.map(async ({ subgraph, what, fill }) => {
      const count = await fill(await environmentOf(subgraph, { settings, urls, secrets }), say);
      return count > 0 ? [`${count} ${what}`] : [];
    }),
  );
  const said = filled.flat();
  return said.length > 0 ? said.join(', ') : 'was filled before';
};
