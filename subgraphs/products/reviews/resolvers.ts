import { payload, userErrors } from '../../../kernel/outcome.ts';
import type { Part } from '../part.ts';
import type { UseCases } from '../useCases.ts';
import { readReviewId, seenBy } from './commands.ts';
import { averageOf, countOf } from './review.ts';

export const reviewResolvers = (use: UseCases) =>
  ({
    Mutation: {
      reviewCreate: (_, { input }, { viewer }) => use.reviewCreate(viewer, input).then(payload('review')),
      reviewUpdate: (_, { input }, { viewer }) => use.reviewUpdate(viewer, input).then(payload('review')),
      reviewDelete: async (_, { id }, { viewer }) => {
        const deleted = await use.reviewDelete(viewer, id);
        return { deletedId: deleted.ok ? deleted.value : null, userErrors: userErrors(deleted, null) };
      },
      reviewImageUpload: (_, { reviewId, file }, { viewer }) =>
        use.reviewImageUpload(viewer, reviewId, file).then(payload('review', null)),
      reviewReply: (_, { input }) => use.reviewReply(input).then(payload('review')),
      reviewPublish: (_, { id }) => use.reviewPublish(id).then(payload('review', null)),
      reviewHide: (_, { id, reason }) => use.reviewHide(id, reason).then(payload('review', null)),
    },
    Product: {
      rating: ({ ratings }) => ({
        average: averageOf(ratings),
        count: countOf(ratings),
        distribution: ratings,
      }),
      reviews: (product, args, { loaders }) => loaders.reviews(args).load(product),
    },
    Review: {
      __resolveReference: ({ id }, { viewer, loaders }) =>
        loaders.review.load(readReviewId(id)).then(seenBy(viewer)),
      product: ({ productId }, _, { loaders }) => loaders.reviewed.load(productId),
    },
    User: { reviews: ({ id }, args, { viewer }) => use.reviewsOfUser(viewer, id, args) },
  }) satisfies Part;
