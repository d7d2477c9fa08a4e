import * as carts from '../../../generated/users/peers.carts.ts';
import * as orders from '../../../generated/users/peers.orders.ts';
import * as payments from '../../../generated/users/peers.payments.ts';
import * as products from '../../../generated/users/peers.products.ts';
import type { Peer } from '../../../kernel/peer.ts';
import type { DataHolder, PersonalData } from './ports.ts';

const OPERATIONS = { carts, orders, payments, products } as const;

export const httpDataHolders = (peers: Readonly<Record<DataHolder, Peer>>): PersonalData => ({
  of: async (holder, userId) => {
    const { personalDataOf } = await peers[holder].call(
      OPERATIONS[holder].PersonalDataOf,
      { userId },
      userId,
    );
    return JSON.parse(personalDataOf) as unknown;
  },
  erase: async (holder, userId) => {
    const { personalDataErase } = await peers[holder].call(OPERATIONS[holder].PersonalDataErase, { userId });
    if (!personalDataErase) throw new Error(`${holder} has not erased the data yet`);
  },
});
