import type { MutationResolvers, SessionResolvers } from '../../../generated/users/types.ts';
import { payload } from '../../../kernel/outcome.ts';
import { accepted, signedInPayload } from '../payloads.ts';
import type { UseCases } from '../useCases.ts';
import { endOf } from './session.ts';

export const sessionMutations = (use: UseCases) =>
  ({
    signIn: (_, { input }, { viewer }) => use.signIn(viewer, input).then(signedInPayload()),
    sessionRefresh: (_, { refreshToken }, { viewer }) =>
      use.sessionRefresh(viewer, refreshToken).then(signedInPayload(null)),
    signOut: (_, __, { viewer }) => use.signOut(viewer).then(accepted(null)),
    signOutEverywhere: (_, __, { viewer }) => use.signOutEverywhere(viewer).then(accepted(null)),
    sessionRevoke: (_, { id }, { viewer }) => use.sessionRevoke(viewer, id).then(payload('deletedId', null)),
  }) satisfies Partial<MutationResolvers>;

export const sessionFields: SessionResolvers = {
  current: (session, _, { viewer }) => viewer.kind === 'person' && viewer.sessionId === session.id,
  expiresAt: (session) => endOf(session),
};
