import type { Part } from '../part.ts';
import type { UseCases } from '../useCases.ts';

export const searchResolvers = (use: UseCases) =>
  ({
    Query: {
      products: (_, args, { viewer }) => use.productsSearch(viewer, args),
      productSuggestions: (_, { prefix, first }) => use.productSuggestions(prefix, first),
    },
    ProductConnection: {
      facets: ({ facets }) => facets(),
    },
  }) satisfies Part;
