import type { MutationResolvers, QueryResolvers } from '../../../generated/payments/types.ts';
import type { Ports } from '../ports.ts';
import { personalDataErase, personalDataOf } from './personalData.ts';

export const privacyQueries = (ports: Ports) =>
  ({
    personalDataOf: (_, { userId }) => personalDataOf(ports)(userId),
  }) satisfies Partial<QueryResolvers>;

export const privacyMutations = (ports: Ports) =>
  ({
    personalDataErase: (_, { userId }) => personalDataErase(ports)(userId),
  }) satisfies Partial<MutationResolvers>;
