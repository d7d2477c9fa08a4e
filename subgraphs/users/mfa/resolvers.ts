import type { MutationResolvers, UserErrorCode } from '../../../generated/users/types.ts';
import { payload, userErrors } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { mfaDisable, mfaEnroll } from './commands.ts';
import { mfaConfirm } from './mfaConfirm.ts';

export const mfaMutations = (ports: Ports) =>
  ({
    mfaEnroll: async (_, { password }, { viewer }) => {
      const outcome = await mfaEnroll(ports)(viewer, password);
      return { ...(outcome.ok ? outcome.value : {}), userErrors: userErrors<UserErrorCode>(outcome, null) };
    },
    mfaConfirm: async (_, { code }, { viewer }) => {
      const outcome = await mfaConfirm(ports)(viewer, code);
      return { ...(outcome.ok ? outcome.value : {}), userErrors: userErrors<UserErrorCode>(outcome, null) };
    },
    mfaDisable: (_, { password, code }, { viewer }) =>
      mfaDisable(ports)(viewer, password, code).then(payload('user', null)),
  }) satisfies Partial<MutationResolvers>;
