import type { MutationResolvers } from '../../../generated/users/types.ts';
import { accepted, signedInPayload } from '../payloads.ts';
import type { UseCases } from '../useCases.ts';

export const accountMutations = (use: UseCases) =>
  ({
    signUp: (_, { input }, { viewer }) => use.signUp(viewer, input).then(accepted()),
    emailVerify: (_, { input }, { viewer }) => use.emailVerify(viewer, input).then(signedInPayload()),
    emailVerificationResend: (_, { email }, { viewer }) => use.emailVerificationResend(viewer, email).then(accepted(null)),
    passwordResetRequest: (_, { email }, { viewer }) => use.passwordResetRequest(viewer, email).then(accepted(null)),
    passwordReset: (_, { input }, { viewer }) => use.passwordReset(viewer, input).then(accepted()),
  }) satisfies Partial<MutationResolvers>;
