import { Purchased } from '../../generated/products/peers.orders.ts';
import { NamesOf } from '../../generated/products/peers.users.ts';
import type { Peer } from '../../kernel/peer.ts';
import type { Ports } from './ports.ts';

export const httpPurchases = (orders: Peer): Ports['purchases'] => ({
  purchased: async (userId, productId) => (await orders.call(Purchased, { userId, productId })).purchased,
});

export const httpPeople = (users: Peer): Ports['people'] => ({
  nameOf: async (userId) => {
    const [user] = (await users.call(NamesOf, { ids: [userId] })).usersByIds;
    return { givenName: user?.givenName ?? null, familyName: user?.familyName ?? null };
  },
});
