import type { MutationResolvers } from '../../../generated/users/types.ts';
import { payload } from '../../../kernel/outcome.ts';
import type { UseCases } from '../useCases.ts';

export const addressMutations = (use: UseCases) =>
  ({
    addressCreate: (_, { input }, { viewer }) => use.addressCreate(viewer, input).then(payload('address')),
    addressUpdate: (_, { input }, { viewer }) => use.addressUpdate(viewer, input).then(payload('address')),
    addressDelete: (_, { id }, { viewer }) => use.addressDelete(viewer, id).then(payload('deletedId', null)),
    addressSetDefault: (_, { input }, { viewer }) =>
      use.addressSetDefault(viewer, input).then(payload('address')),
  }) satisfies Partial<MutationResolvers>;
