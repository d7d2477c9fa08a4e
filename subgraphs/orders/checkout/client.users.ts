import { UsersByIds } from '../../../generated/orders/peers.users.ts';
import type { Peer } from '../../../kernel/peer.ts';
import type { CheckoutPorts } from './ports.ts';

export const httpCustomers = (users: Peer): CheckoutPorts['customers'] => ({
  email: async (id) => (await users.call(UsersByIds, { ids: [id] })).usersByIds[0]?.email ?? null,
});
