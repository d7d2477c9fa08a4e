import type { Part } from '../part.ts';
import type { UseCases } from '../useCases.ts';

export const relatedResolvers = (use: UseCases) =>
  ({ Product: { related: (product, { first }) => use.related(product, first ?? 8) } }) satisfies Part;
