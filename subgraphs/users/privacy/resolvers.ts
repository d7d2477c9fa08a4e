import type { MutationResolvers } from '../../../generated/users/types.ts';
import { payload } from '../../../kernel/outcome.ts';
import { accepted } from '../accounts/payloads.ts';
import type { Ports } from '../ports.ts';
import { accountDelete } from './accountDelete.ts';
import { accountExport } from './accountExport.ts';

export const privacyMutations = (ports: Ports) =>
  ({
    accountExport: (_, { password }, { viewer }) =>
      accountExport(ports)(viewer, password).then(payload('url', null)),
    accountDelete: (_, { password }, { viewer }) =>
      accountDelete(ports)(viewer, password).then(accepted(null)),
  }) satisfies Partial<MutationResolvers>;
