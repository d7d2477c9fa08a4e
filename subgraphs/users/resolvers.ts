import type { Resolvers } from '../../generated/users/types.ts';
import type { Complete } from '../../kernel/graphql.ts';
import { accountMutations, accountQueries, userFields } from './accounts/resolvers.ts';
import { mfaMutations } from './mfa/resolvers.ts';
import type { Ports } from './ports.ts';
import { privacyMutations } from './privacy/resolvers.ts';
import { imageFields, profileMutations } from './profile/resolvers.ts';
import { sessionFields, sessionMutations } from './sessions/resolvers.ts';
import { staffMutations, staffQueries } from './staff/resolvers.ts';

export const resolvers = (ports: Ports): Complete<Resolvers> => ({
  Query: { ...accountQueries, ...staffQueries(ports) },
  Mutation: {
    ...accountMutations(ports),
    ...sessionMutations(ports),
    ...profileMutations(ports),
    ...privacyMutations(ports),
    ...mfaMutations(ports),
    ...staffMutations(ports),
  },
  User: userFields,
  Image: imageFields(ports),
  Session: sessionFields,
});
