import type { Part } from '../part.ts';
import type { UseCases } from '../useCases.ts';

export const auditResolvers = (use: UseCases) =>
  ({ Query: { stockAudit: (_, args) => use.stockAudit(args) } }) satisfies Part;
