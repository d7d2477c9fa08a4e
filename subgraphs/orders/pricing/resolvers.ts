import type {
  CartResolvers,
  MutationResolvers,
  PromotionResolvers,
  QueryResolvers,
  QuoteResolvers,
} from '../../../generated/orders/types.ts';
import { payload, userErrors } from '../../../kernel/outcome.ts';
import {
  promotionCreate,
  promotionEnd,
  promotionUpdate,
  shippingMethodCreate,
  shippingMethodUpdate,
} from './commands.ts';
import type { PricingPorts } from './ports.ts';
import { isActive } from './promotion.ts';
import { promotionCodesCheck } from './promotionCodesCheck.ts';
import { cartQuote, cartShippingMethods, promotions, shippingMethods } from './queries.ts';

export const pricingResolvers = (ports: PricingPorts) =>
  ({
    Query: {
      promotions: (_, args) => promotions(ports)(args),
      shippingMethods: (_, __, { viewer }) => shippingMethods(ports)(viewer),
    },
    Mutation: {
      promotionCreate: (_, { input }) => promotionCreate(ports)(input).then(payload('promotion')),
      promotionUpdate: (_, { input }) => promotionUpdate(ports)(input).then(payload('promotion')),
      promotionEnd: (_, { id }) => promotionEnd(ports)(id).then(payload('promotion', null)),
      promotionCodesCheck: (_, args, { viewer }) => promotionCodesCheck(ports)(viewer, args),
      shippingMethodCreate: (_, { input }) =>
        shippingMethodCreate(ports)(input).then(payload('shippingMethod')),
      shippingMethodUpdate: (_, { input }) =>
        shippingMethodUpdate(ports)(input).then(payload('shippingMethod')),
    },
    Cart: {
      quote: ({ id }, args, { loaders }) => cartQuote((key) => loaders.quoteInputs.load(key), id, args),
      shippingMethods: ({ id }, args, { loaders }) =>
        cartShippingMethods((key) => loaders.quoteInputs.load(key), id, args),
    },
    Quote: {
      problems: ({ problems }) => userErrors({ ok: false, refusals: problems }, null),
    },
    Promotion: {
      kind: ({ benefit }) => benefit.kind,
      percent: ({ benefit }) => (benefit.kind === 'PERCENTAGE' ? benefit.basisPoints / 100 : null),
      amount: ({ benefit }) => (benefit.kind === 'FIXED_AMOUNT' ? benefit.amount : null),
      buyQuantity: ({ benefit }) => (benefit.kind === 'BUY_X_GET_Y' ? benefit.buy : null),
      getQuantity: ({ benefit }) => (benefit.kind === 'BUY_X_GET_Y' ? benefit.get : null),
      minimumSubtotal: ({ minimum }) => minimum,
      active: (promotion) => isActive(promotion, ports.clock()),
    },
  }) satisfies {
    Query: Partial<QueryResolvers>;
    Mutation: Partial<MutationResolvers>;
    Cart: CartResolvers;
    Quote: QuoteResolvers;
    Promotion: PromotionResolvers;
  };
