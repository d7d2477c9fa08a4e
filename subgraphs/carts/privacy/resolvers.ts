import type { MutationResolvers, QueryResolvers } from '../../../generated/carts/types.ts';
import { personalDataErase, personalDataOf } from './personalData.ts';
import type { Ports } from './ports.ts';

export const privacyQueries = (ports: Ports) =>
  ({
    personalDataOf: (_, { userId }) => personalDataOf(ports)(userId),
  }) satisfies Partial<QueryResolvers>;

export const privacyMutations = (ports: Ports) =>
  ({
    personalDataErase: (_, { userId }) => personalDataErase(ports)(userId),
  }) satisfies Partial<MutationResolvers>;
