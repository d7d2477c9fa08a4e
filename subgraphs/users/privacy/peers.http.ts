import type { Operation, Peer } from '../../../kernel/peer.ts';
import type { Holder, PersonalData } from './ports.ts';

/** The same operations in every service that keeps something about people. */
const PersonalDataOf = 'query PersonalDataOf($userId: ID!) { personalDataOf(userId: $userId) }' as Operation<
  { personalDataOf: string },
  { userId: string }
>;
const PersonalDataErase = 'mutation PersonalDataErase($userId: ID!) { personalDataErase(userId: $userId) }' as Operation<
  { personalDataErase: boolean },
  { userId: string }
>;

export const httpPersonalData = (peers: Readonly<Record<Holder, Peer>>): PersonalData => ({
  of: async (holder, userId) => JSON.parse((await peers[holder].call(PersonalDataOf, { userId }, userId)).personalDataOf) as unknown,
  erase: async (holder, userId) => {
    const { personalDataErase } = await peers[holder].call(PersonalDataErase, { userId });
    if (!personalDataErase) throw new Error(`${holder} has not erased yet`);
  },
});
