import type { MutationResolvers, UserErrorCode } from '../../../generated/users/types.ts';
import { payload, userErrors } from '../../../kernel/outcome.ts';
import type { UseCases } from '../useCases.ts';

export const mfaMutations = (use: UseCases) =>
  ({
    mfaEnroll: async (_, { password }, { viewer }) => {
      const outcome = await use.mfaEnroll(viewer, password);
      return { ...(outcome.ok ? outcome.value : {}), userErrors: userErrors<UserErrorCode>(outcome, null) };
    },
    mfaConfirm: async (_, { code }, { viewer }) => {
      const outcome = await use.mfaConfirm(viewer, code);
      return { ...(outcome.ok ? outcome.value : {}), userErrors: userErrors<UserErrorCode>(outcome, null) };
    },
    mfaDisable: (_, { password, code }, { viewer }) =>
      use.mfaDisable(viewer, password, code).then(payload('user', null)),
  }) satisfies Partial<MutationResolvers>;
