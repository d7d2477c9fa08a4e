import type { MutationResolvers, QueryResolvers } from '../../../generated/users/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { payload } from '../../../kernel/outcome.ts';
import type { UseCases } from '../useCases.ts';

export const staffQueries = (use: UseCases) =>
  ({
    user: (_, { id }, { loaders }) => loaders.user.load(readId('user', id)),
    users: (_, args, { viewer }) => use.users(viewer, args),
  }) satisfies Partial<QueryResolvers>;

export const staffMutations = (use: UseCases) =>
  ({
    userRoleSet: (_, { input }, { viewer }) => use.userRoleSet(viewer, input).then(payload('user')),
    userSuspend: (_, { input }, { viewer }) => use.userSuspend(viewer, input).then(payload('user')),
    userReinstate: (_, { userId }, { viewer }) =>
      use.userReinstate(viewer, userId).then(payload('user', null)),
  }) satisfies Partial<MutationResolvers>;
