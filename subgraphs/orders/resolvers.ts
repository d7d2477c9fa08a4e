import type { Resolvers } from '../../generated/orders/types.ts';
import type { Complete } from '../../kernel/graphql.ts';
import { readId } from '../../kernel/ids.ts';
import { moneyResolvers } from '../../kernel/money.resolvers.ts';
import { payload, userErrors } from '../../kernel/outcome.ts';
import { visibleTo } from './access/visible.ts';
import { orderResolvers } from './order.resolvers.ts';
import { promotionResolvers } from './promotions/resolvers.ts';
import { quoteResolvers } from './quotes/resolvers.ts';
import { shippingResolvers } from './shipping/resolvers.ts';
import type { UseCases } from './useCases.ts';

export const resolvers = (use: UseCases): Complete<Resolvers> => {
  const [promotions, shipping] = [promotionResolvers(use), shippingResolvers(use)];
  return {
    ...orderResolvers(use),
    ...quoteResolvers,
    ...promotions,
    Query: {
      order: async (_, { id }, { viewer, loaders }) =>
        visibleTo(viewer, await loaders.order.load(readId('ord', id))),
      orderByToken: (_, { token }) => use.orderByToken(token),
      orders: (_, args) => use.orders(args),
      discrepancies: (_, { resolved }) => use.discrepancies(resolved ?? false),
      reconciliation: (_, { place }) => use.reconciliation(place ?? null),
      salesReport: (_, args) => use.salesReport(args),
      orderForPayment: (_, { orderId, orderToken }, { viewer }) =>
        use.orderForPayment(viewer, orderId, orderToken),
      purchased: (_, { userId, productId }, { viewer }) => use.purchased(viewer, userId, productId),
      personalDataOf: (_, { userId }) => use.personalDataOf(userId),
      ...promotions.Query,
      ...shipping.Query,
    },
    Mutation: {
      checkout: async (_, { input }, { viewer }) => {
        const { refusals, ...answer } = await use.checkout(viewer, input);
        return { ...answer, userErrors: userErrors({ ok: false, refusals }) };
      },
      orderCancel: (_, { input }, { viewer }) => use.orderCancel(viewer, input).then(payload('order')),
      orderFulfill: (_, { input }, { viewer }) => use.orderFulfill(viewer, input).then(payload('order')),
      orderMarkDelivered: (_, { orderId, fulfillmentId }, { viewer }) =>
        use.orderMarkDelivered(viewer, orderId, fulfillmentId).then(payload('order', null)),
      orderRefund: (_, { input }, { viewer }) => use.orderRefund(viewer, input).then(payload('order')),
      orderNoteAdd: (_, { input }, { viewer }) => use.orderNoteAdd(viewer, input).then(payload('order')),
      discrepancyResolve: (_, { id, note }) =>
        use.discrepancyResolve(id, note).then(payload('discrepancy', null)),
      orderPaymentChanged: (_, { input }, { viewer }) => use.orderPaymentChanged(viewer, input),
      personalDataErase: (_, { userId }) => use.personalDataErase(userId),
      ...promotions.Mutation,
      ...shipping.Mutation,
    },
    Money: moneyResolvers,
  };
};
