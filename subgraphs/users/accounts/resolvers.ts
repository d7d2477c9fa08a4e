import type { MutationResolvers, QueryResolvers, UserResolvers } from '../../../generated/users/types.ts';
import { badInput } from '../../../kernel/errors.ts';
import { readId } from '../../../kernel/ids.ts';
import { payload } from '../../../kernel/outcome.ts';
import { ownerOf } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { emailChangeConfirm, emailChangeRequest } from './emailChange.ts';
import { emailVerificationResend, emailVerify } from './emailVerification.ts';
import { passwordChange } from './passwordChange.ts';
import { passwordReset, passwordResetRequest } from './passwordReset.ts';
import { accepted, signedInPayload } from './payloads.ts';
import { signUp } from './signUp.ts';
import { nameOf } from './user.ts';

const MAX_IDS = 100;

export const accountQueries = {
  me: (_, __, { viewer, loaders }) => {
    const id = ownerOf(viewer);
    return id && loaders.user.load(id);
  },
  usersByIds: (_, { ids }, { loaders }) => {
    if (ids.length > MAX_IDS) throw badInput(`You can request at most ${MAX_IDS} ids at a time.`);
    return Promise.all(ids.map((id) => loaders.user.load(readId('user', id))));
  },
} satisfies Partial<QueryResolvers>;

export const accountMutations = (ports: Ports) =>
  ({
    signUp: (_, { input }, { viewer }) => signUp(ports)(viewer, input).then(accepted()),
    emailVerify: (_, { input }, { viewer }) => emailVerify(ports)(viewer, input).then(signedInPayload()),
    emailVerificationResend: (_, { email }, { viewer }) =>
      emailVerificationResend(ports)(viewer, email).then(accepted(null)),
    passwordResetRequest: (_, { email }, { viewer }) =>
      passwordResetRequest(ports)(viewer, email).then(accepted(null)),
    passwordReset: (_, { input }, { viewer }) => passwordReset(ports)(viewer, input).then(accepted()),
    passwordChange: (_, { input }, { viewer }) =>
      passwordChange(ports)(viewer, input).then(signedInPayload()),
    emailChangeRequest: (_, { input }, { viewer }) =>
      emailChangeRequest(ports)(viewer, input).then(accepted()),
    emailChangeConfirm: (_, { token }, { viewer }) =>
      emailChangeConfirm(ports)(viewer, token).then(payload('user', null)),
  }) satisfies Partial<MutationResolvers>;

export const userFields: UserResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.user.load(readId('user', id)),
  avatar: (user) => user.avatar && { ...user.avatar, alt: nameOf(user) },
  addresses: (user, _, { loaders }) => loaders.addressesOf.load(user.id),
  sessions: (user, _, { loaders }) => loaders.sessionsOf.load(user.id),
};
