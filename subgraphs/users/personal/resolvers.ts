import type { MutationResolvers } from '../../../generated/users/types.ts';
import { payload } from '../../../kernel/outcome.ts';
import { accepted } from '../payloads.ts';
import type { UseCases } from '../useCases.ts';

export const personalMutations = (use: UseCases) =>
  ({
    accountExport: (_, { password }, { viewer }) =>
      use.accountExport(viewer, password).then(payload('url', null)),
    accountDelete: (_, { password }, { viewer }) => use.accountDelete(viewer, password).then(accepted(null)),
  }) satisfies Partial<MutationResolvers>;
