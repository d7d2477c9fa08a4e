import type { MutationResolvers, QueryResolvers } from '../../../generated/orders/types.ts';
import { payload } from '../../../kernel/outcome.ts';
import type { UseCases } from '../useCases.ts';

export const shippingResolvers = (use: UseCases) =>
  ({
    Query: { shippingMethods: (_, __, { viewer }) => use.shippingMethods(viewer) },
    Mutation: {
      shippingMethodCreate: (_, { input }) => use.shippingMethodCreate(input).then(payload('shippingMethod')),
      shippingMethodUpdate: (_, { input }) => use.shippingMethodUpdate(input).then(payload('shippingMethod')),
    },
  }) satisfies { Query: Partial<QueryResolvers>; Mutation: Partial<MutationResolvers> };
