import { readId } from '../../../kernel/ids.ts';
import { payload } from '../../../kernel/outcome.ts';
import type { Part } from '../part.ts';
import type { UseCases } from '../useCases.ts';
import { byId } from './category.ts';
import { optionsOf, priceRange, sameOptions, variantsOf } from './product.ts';
import { oneOf } from './productInput.ts';

export const productResolvers = (use: UseCases) =>
  ({
    Query: {
      product: (_, { id, slug }, { loaders }) =>
        oneOf(
          { id, slug },
          (given) => loaders.product.load(readId('prod', given)),
          (given) => loaders.productBySlug.load(given),
        ),
    },
    Mutation: {
      productCreate: (_, { input }, { viewer }) => use.productCreate(viewer, input).then(payload('product')),
      productUpdate: (_, { input }) => use.productUpdate(input).then(payload('product')),
      productArchive: (_, { id }) => use.productArchive(id).then(payload('product', null)),
    },
    Product: {
      __resolveReference: ({ id }, { loaders }) => loaders.product.load(readId('prod', id)),
      categories: ({ categoryIds }, _, { loaders }) =>
        loaders.tree().then((tree) => categoryIds.flatMap((id) => byId(tree, id) ?? [])),
      options: optionsOf,
      variants: variantsOf,
      variantBySelectedOptions: (product, { selectedOptions }) =>
        variantsOf(product).find(({ variant }) => sameOptions(variant.selectedOptions, selectedOptions)) ??
        null,
      priceRange,
    },
  }) satisfies Part;
