import type { Part } from '../part.ts';
import type { UseCases } from '../useCases.ts';

export const personalResolvers = (use: UseCases) =>
  ({
    Query: { personalDataOf: (_, { userId }) => use.personalDataOf(userId) },
    Mutation: { personalDataErase: (_, { userId }) => use.personalDataErase(userId) },
  }) satisfies Part;
