import { readId } from '../../kernel/ids.ts';
import { moneyResolvers } from '../../kernel/money.resolvers.ts';
import { payload, userErrors } from '../../kernel/outcome.ts';
import { byId, pathOf } from './categories/tree.ts';
import { oneOf } from './oneOf.ts';
import type { Part } from './part.ts';
import { pictureOf } from './pictureAddress.ts';
import { shownMedia } from './placeholder.ts';
import { lowestBefore } from './price.ts';
import { optionsOf, priceOf, priceRange, sameOptions, variantsOf, variantTitle } from './product.ts';
import type { UseCases } from './useCases.ts';

export const productResolvers = (use: UseCases) =>
  ({
    Query: {
      product: (_, { id, slug }, { loaders }) =>
        oneOf(
          { id, slug },
          (given) => loaders.product.load(readId('prod', given)),
          (given) => loaders.productBySlug.load(given),
        ),
      productVariant: (_, { id, sku }, { viewer, loaders }) =>
        oneOf(
          { id, sku },
          (given) => loaders.variant.load(readId('var', given)),
          (given) => use.variantBySku(viewer, given),
        ),
      stockAudit: (_, args) => use.stockAudit(args),
      variantsForSale: (_, { ids }) => use.variantsForSale(ids),
    },
    Mutation: {
      productCreate: (_, { input }, { viewer }) => use.productCreate(viewer, input).then(payload('product')),
      productUpdate: (_, { input }) => use.productUpdate(input).then(payload('product')),
      productArchive: (_, { id }) => use.productArchive(id).then(payload('product', null)),
      productVariantCreate: (_, { input }) => use.productVariantCreate(input).then(payload('variant')),
      productVariantUpdate: (_, { input }) => use.productVariantUpdate(input).then(payload('variant')),
      productMediaUpload: (_, { input }) => use.productMediaUpload(input).then(payload('image')),
      productMediaReorder: (_, { input }) => use.productMediaReorder(input).then(payload('product')),
      productMediaDelete: (_, { productId, imageId }) => use.productMediaDelete(productId, imageId).then(payload('product', null)),
      productVariantDelete: async (_, { id }) => {
        const deleted = await use.productVariantDelete(id);
        return { deletedId: deleted.ok ? deleted.value : null, userErrors: userErrors(deleted, null) };
      },
    },
    Product: {
      media: (product) => shownMedia(product),
      __resolveReference: ({ id }, { loaders }) => loaders.product.load(readId('prod', id)),
      categories: ({ categoryIds }, _, { loaders }) => loaders.tree().then((tree) => categoryIds.flatMap((id) => byId(tree, id) ?? [])),
      options: optionsOf,
      variants: variantsOf,
      variantBySelectedOptions: (product, { selectedOptions }) =>
        variantsOf(product).find(({ variant }) => sameOptions(variant.selectedOptions, selectedOptions)) ?? null,
      priceRange,
      related: (product, { first }) => use.related(product, first ?? 8),
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
      available: ({ variant }, _, { loaders }) => loaders.level.load(variant.id).then((level) => Math.max(0, level?.available ?? 0)),
      imageUrl: (found) => {
        const picture = pictureOf(found);
        return picture && use.pictureAddress(picture, 'SMALL');
      },
      categories: ({ product }, _, { loaders }) => loaders.tree().then((tree) => pathOf(tree, product.categoryIds).map(({ slug }) => slug)),
      weightGrams: ({ variant }) => variant.weightGrams,
    },
    Image: { url: (picture, { size }) => use.pictureAddress(picture, size ?? 'ORIGINAL') },
    Money: moneyResolvers,
  }) satisfies Part;
