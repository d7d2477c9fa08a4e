import type { MutationResolvers, QueryResolvers } from '../../../generated/users/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { payload } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { userReinstate, userRoleSet, userSuspend } from './commands.ts';
import { users } from './queries.ts';

export const staffQueries = (ports: Ports) =>
  ({
    user: (_, { id }, { loaders }) => loaders.user.load(readId('user', id)),
    users: (_, args, { viewer }) => users(ports)(viewer, args),
  }) satisfies Partial<QueryResolvers>;

export const staffMutations = (ports: Ports) =>
  ({
    userRoleSet: (_, { input }, { viewer }) => userRoleSet(ports)(viewer, input).then(payload('user')),
    userSuspend: (_, { input }, { viewer }) => userSuspend(ports)(viewer, input).then(payload('user')),
    userReinstate: (_, { userId }, { viewer }) =>
      userReinstate(ports)(viewer, userId).then(payload('user', null)),
  }) satisfies Partial<MutationResolvers>;
