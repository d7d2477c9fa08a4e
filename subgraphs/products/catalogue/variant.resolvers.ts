import { readId } from '../../../kernel/ids.ts';
import { payload, userErrors } from '../../../kernel/outcome.ts';
import type { Part } from '../part.ts';
import type { UseCases } from '../useCases.ts';
import { pathOf } from './category.ts';
import { pictureOf } from './media.ts';
import { lowestBefore } from './price.ts';
import { priceOf, variantTitle } from './product.ts';
import { oneOf } from './productInput.ts';

export const variantResolvers = (use: UseCases) =>
  ({
    Query: {
      productVariant: (_, { id, sku }, { viewer, loaders }) =>
        oneOf(
          { id, sku },
          (given) => loaders.variant.load(readId('var', given)),
          (given) => use.variantBySku(viewer, given),
        ),
      variantsForSale: (_, { ids }) => use.variantsForSale(ids),
    },
    Mutation: {
      productVariantCreate: (_, { input }) => use.productVariantCreate(input).then(payload('variant')),
      productVariantUpdate: (_, { input }) => use.productVariantUpdate(input).then(payload('variant')),
      productVariantDelete: async (_, { id }) => {
        const deleted = await use.productVariantDelete(id);
        return { deletedId: deleted.ok ? deleted.value : null, userErrors: userErrors(deleted, null) };
      },
    },
    ProductVariant: {
      __resolveReference: ({ id }, { loaders }) => loaders.variant.load(readId('var', id)),
      id: ({ variant }) => variant.id,
      sku: ({ variant }) => variant.sku,
      title: ({ variant }) => variantTitle(variant),
      selectedOptions: ({ variant }) => variant.selectedOptions,
      price: ({ variant }) => priceOf(variant),
      compareAtPrice: ({ variant }) => variant.compareAtPrice,
      lowestPrice30Days: ({ variant }) => lowestBefore(variant.prices),
      image: pictureOf,
      weightGrams: ({ variant }) => variant.weightGrams,
      barcode: ({ variant }) => variant.barcode,
    },
    VariantForSale: {
      id: ({ variant }) => variant.id,
      productId: ({ product }) => product.id,
      sku: ({ variant }) => variant.sku,
      productTitle: ({ product }) => product.title,
      title: ({ variant }) => variantTitle(variant),
      price: ({ variant }) => priceOf(variant),
      available: ({ variant }, _, { loaders }) =>
        loaders.level.load(variant.id).then((level) => Math.max(0, level?.available ?? 0)),
      imageUrl: (found) => {
        const picture = pictureOf(found);
        return picture && use.pictureAddress(picture, 'SMALL');
      },
      categories: ({ product }, _, { loaders }) =>
        loaders.tree().then((tree) => pathOf(tree, product.categoryIds).map(({ slug }) => slug)),
      weightGrams: ({ variant }) => variant.weightGrams,
    },
  }) satisfies Part;
