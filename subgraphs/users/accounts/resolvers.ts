import type { MutationResolvers } from '../../../generated/users/types.ts';
import { payload } from '../../../kernel/outcome.ts';
import { accepted, signedInPayload } from '../payloads.ts';
import type { UseCases } from '../useCases.ts';

export const accountMutations = (use: UseCases) =>
  ({
    signUp: (_, { input }, { viewer }) => use.signUp(viewer, input).then(accepted()),
    emailVerify: (_, { input }, { viewer }) => use.emailVerify(viewer, input).then(signedInPayload()),
    emailVerificationResend: (_, { email }, { viewer }) =>
      use.emailVerificationResend(viewer, email).then(accepted(null)),
    passwordResetRequest: (_, { email }, { viewer }) =>
      use.passwordResetRequest(viewer, email).then(accepted(null)),
    passwordReset: (_, { input }, { viewer }) => use.passwordReset(viewer, input).then(accepted()),
    passwordChange: (_, { input }, { viewer }) => use.passwordChange(viewer, input).then(signedInPayload()),
    emailChangeRequest: (_, { input }, { viewer }) => use.emailChangeRequest(viewer, input).then(accepted()),
    emailChangeConfirm: (_, { token }, { viewer }) =>
      use.emailChangeConfirm(viewer, token).then(payload('user', null)),
  }) satisfies Partial<MutationResolvers>;
