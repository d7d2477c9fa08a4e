import { ordersEnv } from '../../subgraphs/orders/env.ts';
import { seed as seedOrders } from '../../subgraphs/orders/seed.ts';
import { usersEnv } from '../../subgraphs/users/env.ts';
import { seed as seedUsers } from '../../subgraphs/users/seed.ts';
import type { Graph } from './graph.ts';

/** The demo accounts, shipping methods and promotions, without the catalogue: tests make the products that they buy. */
export const openShop = async ({ envOf }: Graph): Promise<void> => {
  await Promise.all([
    seedUsers(usersEnv.parse(envOf('users'))),
    seedOrders(ordersEnv.parse(envOf('orders'))),
  ]);
};
