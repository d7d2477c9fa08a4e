import type { Resolvers } from '../../generated/users/types.ts';
import { badInput } from '../../kernel/errors.ts';
import type { Complete } from '../../kernel/graphql.ts';
import { readId } from '../../kernel/ids.ts';
import { payload } from '../../kernel/outcome.ts';
import { ownerOf } from '../../kernel/viewer.ts';
import { accountMutations } from './accounts/resolvers.ts';
import { addressMutations } from './addresses/resolvers.ts';
import { avatarMutations, imageFields } from './avatar/resolvers.ts';
import { mfaMutations } from './mfa/resolvers.ts';
import { personalMutations } from './personal/resolvers.ts';
import { sessionFields, sessionMutations } from './sessions/resolvers.ts';
import { staffMutations, staffQueries } from './staff/resolvers.ts';
import type { UseCases } from './useCases.ts';
import { nameOf } from './user.ts';

const MAX_IDS = 100;

export const resolvers = (use: UseCases): Complete<Resolvers> => ({
  Query: {
    ...staffQueries(use),
    me: (_, __, { viewer, loaders }) => {
      const id = ownerOf(viewer);
      return id && loaders.user.load(id);
    },
    usersByIds: (_, { ids }, { loaders }) => {
      if (ids.length > MAX_IDS) throw badInput(`At most ${MAX_IDS} ids at a time.`);
      return Promise.all(ids.map((id) => loaders.user.load(readId('user', id))));
    },
  },
  Mutation: {
    ...accountMutations(use),
    ...sessionMutations(use),
    ...addressMutations(use),
    ...avatarMutations(use),
    ...personalMutations(use),
    ...mfaMutations(use),
    ...staffMutations(use),
    profileUpdate: (_, { input }, { viewer }) => use.profileUpdate(viewer, input).then(payload('user')),
  },
  User: {
    __resolveReference: ({ id }, { loaders }) => loaders.user.load(readId('user', id)),
    avatar: (user) => user.avatar && { ...user.avatar, alt: nameOf(user) },
    addresses: (user, _, { loaders }) => loaders.addressesOf.load(user.id),
    sessions: (user, _, { loaders }) => loaders.sessionsOf.load(user.id),
  },
  Image: imageFields(use),
  Session: sessionFields,
});
