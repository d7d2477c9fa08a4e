import type { MutationResolvers, QueryResolvers } from '../../../generated/orders/types.ts';
import { payload } from '../../../kernel/outcome.ts';
import { discrepancyResolve, orderNoteAdd } from './commands.ts';
import type { BackOfficePorts } from './ports.ts';
import { salesReport } from './queries.ts';
import { reconciliation } from './reconcile.ts';

export const backOfficeResolvers = (ports: BackOfficePorts) =>
  ({
    Query: {
      discrepancies: (_, { resolved }) => ports.discrepancies.list(resolved ?? false),
      reconciliation: (_, { place }) => reconciliation(ports)(place ?? null),
      salesReport: (_, args) => salesReport(ports)(args),
    },
    Mutation: {
      orderNoteAdd: (_, { input }, { viewer }) => orderNoteAdd(ports)(viewer, input).then(payload('order')),
      discrepancyResolve: (_, { id, note }) =>
        discrepancyResolve(ports)(id, note).then(payload('discrepancy', null)),
    },
  }) satisfies { Query: Partial<QueryResolvers>; Mutation: Partial<MutationResolvers> };
