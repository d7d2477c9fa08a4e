import type { Resolvers } from '../../generated/orders/types.ts';
import type { Complete } from '../../kernel/graphql.ts';
import { moneyResolvers } from '../../kernel/money.resolvers.ts';
import { backOfficeResolvers } from './backOffice/resolvers.ts';
import { checkoutResolvers } from './checkout/resolvers.ts';
import { documentResolvers } from './documents/resolvers.ts';
import { fulfillmentResolvers } from './fulfillment/resolvers.ts';
import { lifecycleResolvers } from './lifecycle/resolvers.ts';
import { orderResolvers } from './order/resolvers.ts';
import type { Ports } from './ports.ts';
import { pricingResolvers } from './pricing/resolvers.ts';
import { privacyResolvers } from './privacy/resolvers.ts';

/** Collects the resolvers of the folders. */
export const resolvers = (ports: Ports): Complete<Resolvers> => {
  const order = orderResolvers(ports);
  const pricing = pricingResolvers(ports);
  const backOffice = backOfficeResolvers(ports);
  const privacy = privacyResolvers(ports);
  return {
    ...order,
    ...pricing,
    Order: { ...order.Order, ...documentResolvers(ports).Order },
    Query: { ...order.Query, ...pricing.Query, ...backOffice.Query, ...privacy.Query },
    Mutation: {
      ...pricing.Mutation,
      ...checkoutResolvers(ports).Mutation,
      ...lifecycleResolvers(ports).Mutation,
      ...fulfillmentResolvers(ports).Mutation,
      ...backOffice.Mutation,
      ...privacy.Mutation,
    },
    Money: moneyResolvers,
  };
};
