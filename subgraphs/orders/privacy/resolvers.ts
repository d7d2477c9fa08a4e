import type { MutationResolvers, QueryResolvers } from '../../../generated/orders/types.ts';
import { personalDataErase } from './commands.ts';
import { personalDataOf } from './personalData.ts';
import type { PrivacyPorts } from './ports.ts';

export const privacyResolvers = (ports: PrivacyPorts) =>
  ({
    Query: { personalDataOf: (_, { userId }) => personalDataOf(ports)(userId) },
    Mutation: { personalDataErase: (_, { userId }) => personalDataErase(ports)(userId) },
  }) satisfies { Query: Partial<QueryResolvers>; Mutation: Partial<MutationResolvers> };
