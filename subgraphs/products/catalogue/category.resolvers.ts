import { readId } from '../../../kernel/ids.ts';
import { payload, userErrors } from '../../../kernel/outcome.ts';
import type { Part } from '../part.ts';
import type { UseCases } from '../useCases.ts';
import { ancestorsOf, byId, bySlug, childrenOf } from './category.ts';

export const categoryResolvers = (use: UseCases) =>
  ({
    Query: {
      categories: (_, __, { loaders }) => loaders.tree().then((tree) => childrenOf(tree, null)),
      category: (_, { slug }, { loaders }) => loaders.tree().then((tree) => bySlug(tree, slug)),
    },
    Mutation: {
      categoryCreate: (_, { input }) => use.categoryCreate(input).then(payload('category')),
      categoryUpdate: (_, { input }) => use.categoryUpdate(input).then(payload('category')),
      categoryMove: (_, { input }) => use.categoryMove(input).then(payload('category')),
      categoryDelete: async (_, { id }) => {
        const deleted = await use.categoryDelete(id);
        return { deletedId: deleted.ok ? deleted.value : null, userErrors: userErrors(deleted, null) };
      },
    },
    Category: {
      __resolveReference: ({ id }, { loaders }) =>
        loaders.tree().then((tree) => byId(tree, readId('cat', id))),
      parent: ({ parentId }, _, { loaders }) =>
        parentId ? loaders.tree().then((tree) => byId(tree, parentId)) : null,
      children: ({ id }, _, { loaders }) => loaders.tree().then((tree) => childrenOf(tree, id)),
      ancestors: (category, _, { loaders }) => loaders.tree().then((tree) => ancestorsOf(tree, category)),
      products: ({ id }, args, { viewer }) => use.productsSearch(viewer, args, id),
    },
  }) satisfies Part;
