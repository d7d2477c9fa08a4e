import { payload } from '../../../kernel/outcome.ts';
import type { Part } from '../part.ts';
import type { UseCases } from '../useCases.ts';
import { shownMedia } from './media.ts';

export const mediaResolvers = (use: UseCases) =>
  ({
    Mutation: {
      productMediaUpload: (_, { input }) => use.productMediaUpload(input).then(payload('image')),
      productMediaReorder: (_, { input }) => use.productMediaReorder(input).then(payload('product')),
      productMediaDelete: (_, { productId, imageId }) =>
        use.productMediaDelete(productId, imageId).then(payload('product', null)),
    },
    Product: { media: (product) => shownMedia(product) },
    Image: { url: (picture, { size }) => use.pictureAddress(picture, size ?? 'ORIGINAL') },
  }) satisfies Part;
