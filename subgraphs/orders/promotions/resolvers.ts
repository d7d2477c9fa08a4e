import type {
  MutationResolvers,
  PromotionResolvers,
  QueryResolvers,
} from '../../../generated/orders/types.ts';
import { payload } from '../../../kernel/outcome.ts';
import type { UseCases } from '../useCases.ts';
import { isActive } from './promotion.ts';

export const promotionResolvers = (use: UseCases) =>
  ({
    Query: { promotions: (_, args) => use.promotions(args) },
    Mutation: {
      promotionCreate: (_, { input }) => use.promotionCreate(input).then(payload('promotion')),
      promotionUpdate: (_, { input }) => use.promotionUpdate(input).then(payload('promotion')),
      promotionCodesCheck: (_, args, { viewer }) => use.promotionCodesCheck(viewer, args),
      promotionEnd: (_, { id }) => use.promotionEnd(id).then(payload('promotion', null)),
    },
    Promotion: {
      kind: ({ benefit }) => benefit.kind,
      percent: ({ benefit }) => (benefit.kind === 'PERCENTAGE' ? benefit.basisPoints / 100 : null),
      amount: ({ benefit }) => (benefit.kind === 'FIXED_AMOUNT' ? benefit.amount : null),
      buyQuantity: ({ benefit }) => (benefit.kind === 'BUY_X_GET_Y' ? benefit.buy : null),
      getQuantity: ({ benefit }) => (benefit.kind === 'BUY_X_GET_Y' ? benefit.get : null),
      minimumSubtotal: ({ minimum }) => minimum,
      active: (promotion) => isActive(promotion, use.now()),
    },
  }) satisfies {
    Query: Partial<QueryResolvers>;
    Mutation: Partial<MutationResolvers>;
    Promotion: PromotionResolvers;
  };
