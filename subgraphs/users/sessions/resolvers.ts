import type { MutationResolvers, SessionResolvers } from '../../../generated/users/types.ts';
import { payload } from '../../../kernel/outcome.ts';
import { accepted, signedInPayload } from '../accounts/payloads.ts';
import type { Ports } from '../ports.ts';
import { sessionRevoke, signOut, signOutEverywhere } from './commands.ts';
import { endOf } from './session.ts';
import { sessionRefresh } from './sessionRefresh.ts';
import { signIn } from './signIn.ts';

export const sessionMutations = (ports: Ports) =>
  ({
    signIn: (_, { input }, { viewer }) => signIn(ports)(viewer, input).then(signedInPayload()),
    sessionRefresh: (_, { refreshToken }, { viewer }) =>
      sessionRefresh(ports)(viewer, refreshToken).then(signedInPayload(null)),
    signOut: (_, __, { viewer }) => signOut(ports)(viewer).then(accepted(null)),
    signOutEverywhere: (_, __, { viewer }) => signOutEverywhere(ports)(viewer).then(accepted(null)),
    sessionRevoke: (_, { id }, { viewer }) =>
      sessionRevoke(ports)(viewer, id).then(payload('deletedId', null)),
  }) satisfies Partial<MutationResolvers>;

export const sessionFields: SessionResolvers = {
  current: (session, _, { viewer }) => viewer.kind === 'person' && viewer.sessionId === session.id,
  expiresAt: (session) => endOf(session),
};
